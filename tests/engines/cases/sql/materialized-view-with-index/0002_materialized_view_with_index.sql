DROP MATERIALIZED VIEW IF EXISTS user_totals;
CREATE MATERIALIZED VIEW user_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX user_totals_user ON user_totals (user_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY user_totals;
COMMENT ON MATERIALIZED VIEW user_totals IS 'refreshed at night';
