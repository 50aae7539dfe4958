DROP VIEW IF EXISTS post_stats;
CREATE TABLE IF NOT EXISTS post_views (post_id INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0);
INSERT OR REPLACE INTO post_views (post_id, n) SELECT id, coalesce(views, 0) FROM posts;
CREATE VIEW post_stats AS SELECT p.id, p.title, v.n FROM posts p JOIN post_views v ON v.post_id = p.id;
