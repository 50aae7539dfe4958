CREATE OR REPLACE VIEW open_orders AS SELECT id, user_id, total FROM orders WHERE status = 'open';
CREATE OR REPLACE VIEW open_totals AS SELECT user_id, sum(total) AS total FROM open_orders GROUP BY user_id;
