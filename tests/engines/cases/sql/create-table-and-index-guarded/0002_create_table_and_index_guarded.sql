CREATE TABLE IF NOT EXISTS comments (id int PRIMARY KEY, post_id int NOT NULL);
CREATE INDEX IF NOT EXISTS comments_post ON comments (post_id);
