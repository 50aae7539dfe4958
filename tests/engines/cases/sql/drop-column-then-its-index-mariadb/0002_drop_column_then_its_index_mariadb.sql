ALTER TABLE posts DROP COLUMN title;
ALTER TABLE posts DROP INDEX posts_title;
