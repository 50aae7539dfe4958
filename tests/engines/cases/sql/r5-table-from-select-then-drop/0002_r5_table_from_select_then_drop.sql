CREATE TABLE IF NOT EXISTS archived_orders AS SELECT * FROM orders WHERE status = 'paid';
DELETE FROM orders WHERE status = 'paid';
CREATE INDEX IF NOT EXISTS archived_orders_user ON archived_orders (user_id);
