CREATE INDEX IF NOT EXISTS posts_title ON orders (status);
