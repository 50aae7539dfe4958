DROP INDEX posts_title ON posts;
ALTER TABLE posts ADD INDEX posts_views (views);
