DROP TABLE IF EXISTS tags;
CREATE TABLE tags (id int PRIMARY KEY, label varchar(100), colour varchar(10));
