-- migrate:up
CREATE TABLE features (name varchar(40) PRIMARY KEY, enabled boolean NOT NULL DEFAULT false);
INSERT INTO features (name, enabled) VALUES ('search', true);

-- migrate:down
DROP TABLE features;
