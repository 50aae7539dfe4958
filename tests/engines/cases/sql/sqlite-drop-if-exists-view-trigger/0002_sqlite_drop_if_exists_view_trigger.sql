DROP VIEW IF EXISTS paid;
CREATE VIEW paid AS SELECT * FROM orders WHERE status = 'paid';
DROP TRIGGER IF EXISTS orders_touch;
CREATE TRIGGER orders_touch AFTER INSERT ON orders BEGIN UPDATE orders SET status = 'open' WHERE id = NEW.id AND status IS NULL; END;
