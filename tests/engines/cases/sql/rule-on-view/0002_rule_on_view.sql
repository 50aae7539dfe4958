CREATE VIEW open_orders AS SELECT id, user_id, total FROM orders WHERE status = 'open';
CREATE RULE open_orders_insert AS ON INSERT TO open_orders DO INSTEAD INSERT INTO orders (user_id, total, status) VALUES (NEW.user_id, NEW.total, 'open');
