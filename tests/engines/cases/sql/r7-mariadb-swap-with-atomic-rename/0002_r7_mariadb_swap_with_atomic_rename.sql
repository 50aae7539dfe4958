CREATE TABLE posts_new LIKE posts;
ALTER TABLE posts_new ADD COLUMN lang char(2) NOT NULL DEFAULT 'en';
INSERT INTO posts_new (id, user_id, title, body, state, views) SELECT id, user_id, title, body, state, views FROM posts;
RENAME TABLE posts TO posts_old, posts_new TO posts;
DROP TABLE posts_old;
