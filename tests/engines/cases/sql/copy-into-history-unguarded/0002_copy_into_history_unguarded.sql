CREATE TABLE IF NOT EXISTS orders_history (order_id bigint NOT NULL, status varchar(20), noted_at timestamp DEFAULT CURRENT_TIMESTAMP);
INSERT INTO orders_history (order_id, status) SELECT id, status FROM orders;
DELETE FROM orders WHERE status = 'paid';
