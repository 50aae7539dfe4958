CREATE TABLE IF NOT EXISTS orders_archive AS SELECT * FROM orders WHERE false;
INSERT INTO orders_archive SELECT * FROM orders WHERE status = 'paid';
DELETE FROM orders WHERE status = 'paid';
