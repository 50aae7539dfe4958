ALTER TABLE posts ADD COLUMN published_at datetime;
UPDATE posts SET published_at = datetime('now') WHERE published_at IS NULL;
CREATE INDEX IF NOT EXISTS posts_published ON posts (published_at);
