DROP TRIGGER IF EXISTS orders_touch;
ALTER TABLE orders ADD COLUMN updated_at text;
UPDATE orders SET updated_at = (SELECT created_at FROM users WHERE users.id = orders.user_id);
CREATE TRIGGER orders_touch AFTER UPDATE ON orders FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
BEGIN
  UPDATE orders SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = OLD.id;
END;
