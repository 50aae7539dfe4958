DROP INDEX IF EXISTS posts_title;
ALTER TABLE posts DROP COLUMN title;
CREATE INDEX IF NOT EXISTS posts_state ON posts (state);
