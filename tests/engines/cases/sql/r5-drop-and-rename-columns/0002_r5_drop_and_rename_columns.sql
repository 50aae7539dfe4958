ALTER TABLE users RENAME COLUMN nickname TO display_name;
ALTER TABLE posts RENAME TO articles;
DROP INDEX IF EXISTS posts_title;
CREATE INDEX articles_title ON articles (title);
ALTER TABLE articles DROP COLUMN views;
