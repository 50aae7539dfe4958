BEGIN TRANSACTION;
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, user_id INTEGER, total INTEGER CHECK (total >= 0));
INSERT INTO orders_new (id, user_id, total) SELECT id, user_id, max(total, 0) FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
COMMIT;
