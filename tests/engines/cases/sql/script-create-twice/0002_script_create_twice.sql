CREATE TABLE a1 (id int);
CREATE TABLE a2 (id int);
