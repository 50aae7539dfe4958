CREATE MATERIALIZED VIEW IF NOT EXISTS user_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id WITH NO DATA;
CREATE INDEX ON user_totals (user_id);
REFRESH MATERIALIZED VIEW user_totals;
