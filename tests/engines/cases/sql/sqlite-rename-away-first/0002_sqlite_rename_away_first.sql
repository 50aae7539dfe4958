ALTER TABLE orders RENAME TO orders_old;
CREATE TABLE orders (id integer PRIMARY KEY, user_id bigint, total int NOT NULL DEFAULT 0);
INSERT INTO orders (id, user_id, total) SELECT id, user_id, total FROM orders_old;
DROP TABLE orders_old;
