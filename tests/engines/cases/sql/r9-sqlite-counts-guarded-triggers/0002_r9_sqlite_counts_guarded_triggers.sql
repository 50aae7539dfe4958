CREATE TABLE IF NOT EXISTS post_counts (user_id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
INSERT OR REPLACE INTO post_counts (user_id, n) SELECT user_id, count(*) FROM posts GROUP BY user_id;
DROP TRIGGER IF EXISTS post_counts_up;
CREATE TRIGGER post_counts_up AFTER INSERT ON posts BEGIN
  INSERT INTO post_counts (user_id, n) VALUES (new.user_id, 1) ON CONFLICT (user_id) DO UPDATE SET n = n + 1;
END;
