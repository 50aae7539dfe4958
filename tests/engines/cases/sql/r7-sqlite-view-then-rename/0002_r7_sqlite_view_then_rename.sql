DROP VIEW IF EXISTS user_totals;
ALTER TABLE orders RENAME COLUMN total TO amount;
CREATE VIEW user_totals AS SELECT user_id, sum(amount) AS amount FROM orders GROUP BY user_id;
