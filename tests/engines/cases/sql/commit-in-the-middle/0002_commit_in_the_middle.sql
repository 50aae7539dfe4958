CREATE TABLE a1 (id int);
COMMIT;
CREATE TABLE a2 (id int);
