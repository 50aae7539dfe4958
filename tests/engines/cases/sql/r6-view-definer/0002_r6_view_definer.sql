CREATE OR REPLACE SQL SECURITY INVOKER VIEW open_orders AS SELECT id, user_id, total FROM orders WHERE status = 'open';
DROP TRIGGER IF EXISTS orders_bi;
CREATE TRIGGER orders_bi BEFORE INSERT ON orders FOR EACH ROW SET NEW.status = COALESCE(NEW.status, 'open');
CREATE FUNCTION IF NOT EXISTS order_label(n bigint) RETURNS varchar(20) DETERMINISTIC RETURN CONCAT('#', n);
DROP EVENT IF EXISTS purge_orders;
