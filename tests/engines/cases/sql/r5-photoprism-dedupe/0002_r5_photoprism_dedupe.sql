DELETE t1 FROM posts t1 INNER JOIN posts t2 WHERE t1.id > t2.id AND t1.title = t2.title;
CREATE UNIQUE INDEX IF NOT EXISTS uix_posts_title ON posts (title);
DROP INDEX IF EXISTS posts_title ON posts;
UPDATE posts SET body = '' WHERE body IS NULL;
