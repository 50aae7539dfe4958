CREATE MATERIALIZED VIEW IF NOT EXISTS user_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id WITH NO DATA;
CREATE UNIQUE INDEX IF NOT EXISTS user_totals_user ON user_totals (user_id);
REFRESH MATERIALIZED VIEW user_totals;
ALTER MATERIALIZED VIEW user_totals RENAME COLUMN total TO amount;
