CREATE TABLE orders_status (order_id INTEGER PRIMARY KEY, status TEXT);
INSERT INTO orders_status (order_id, status) SELECT id, status FROM orders;
ALTER TABLE orders DROP COLUMN status;
