CREATE TABLE IF NOT EXISTS archive (id int, title varchar(100));
INSERT INTO archive SELECT id, title FROM posts;
