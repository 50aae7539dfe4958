CREATE TABLE IF NOT EXISTS order_log (order_id bigint, note varchar(50));
INSERT INTO order_log (order_id, note) SELECT id, 'imported' FROM orders;
