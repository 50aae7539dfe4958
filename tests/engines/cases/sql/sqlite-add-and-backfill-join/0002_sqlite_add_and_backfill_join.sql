ALTER TABLE posts ADD COLUMN author varchar(100);
UPDATE posts SET author = (SELECT name FROM users WHERE users.id = posts.user_id) WHERE author IS NULL;
CREATE INDEX IF NOT EXISTS posts_author ON posts (author) WHERE author IS NOT NULL;
