CREATE TABLE IF NOT EXISTS people (name varchar(100));
INSERT INTO people (name) SELECT name FROM users;
INSERT INTO people (name) SELECT name FROM plans;
