CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX IF NOT EXISTS totals_user ON totals (user_id);
REFRESH MATERIALIZED VIEW totals;
