DROP INDEX IF EXISTS posts_title ON posts;
CREATE INDEX posts_title ON posts (title, state);
