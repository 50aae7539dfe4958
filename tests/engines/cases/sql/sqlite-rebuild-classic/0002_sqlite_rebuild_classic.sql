PRAGMA foreign_keys = OFF;
CREATE TABLE posts_new (id integer PRIMARY KEY AUTOINCREMENT, user_id bigint NOT NULL, title varchar(100), body text, state int DEFAULT 0, views int);
INSERT INTO posts_new SELECT * FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;
CREATE INDEX posts_title ON posts (title);
PRAGMA foreign_keys = ON;
