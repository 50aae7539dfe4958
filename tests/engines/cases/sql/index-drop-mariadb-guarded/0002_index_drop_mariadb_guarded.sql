DROP INDEX IF EXISTS posts_title ON posts;
ALTER TABLE posts ADD INDEX IF NOT EXISTS posts_views (views);
