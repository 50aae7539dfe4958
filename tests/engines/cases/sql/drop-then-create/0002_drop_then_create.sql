DROP TABLE IF EXISTS snapshots;
CREATE TABLE snapshots (id int PRIMARY KEY, at int);
