ALTER TABLE articles ADD COLUMN views int;
DROP INDEX articles_title;
ALTER TABLE articles RENAME TO posts;
CREATE INDEX posts_title ON posts (title);
ALTER TABLE users RENAME COLUMN display_name TO nickname;
