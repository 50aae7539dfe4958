DROP VIEW IF EXISTS open_orders;
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
CREATE VIEW open_orders AS SELECT id, user_id, total FROM orders WHERE status = 'open';
