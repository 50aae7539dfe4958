CREATE MATERIALIZED VIEW IF NOT EXISTS totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX IF NOT EXISTS totals_user ON totals (user_id);
