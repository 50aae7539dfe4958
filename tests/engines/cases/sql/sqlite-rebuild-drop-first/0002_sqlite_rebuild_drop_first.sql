DROP TABLE IF EXISTS new_orders;
CREATE TABLE new_orders (id integer PRIMARY KEY AUTOINCREMENT, user_id bigint REFERENCES users (id) ON DELETE CASCADE, total int NOT NULL DEFAULT 0, status varchar(20));
INSERT INTO new_orders SELECT id, user_id, total, status FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
CREATE INDEX IF NOT EXISTS orders_status ON orders (status);
