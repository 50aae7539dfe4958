DROP INDEX IF EXISTS posts_title;
ALTER TABLE posts RENAME COLUMN title TO headline;
CREATE INDEX posts_headline ON posts (headline);
