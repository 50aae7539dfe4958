ALTER TABLE posts ADD COLUMN IF NOT EXISTS published_at DATETIME NULL;
UPDATE posts SET published_at = '2024-01-01 00:00:00' WHERE published_at IS NULL;
ALTER TABLE posts MODIFY published_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP;
CREATE INDEX IF NOT EXISTS idx_posts_published ON posts (published_at);
