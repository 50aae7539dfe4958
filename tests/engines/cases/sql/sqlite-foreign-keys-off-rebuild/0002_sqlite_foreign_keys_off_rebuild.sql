PRAGMA foreign_keys=off;
BEGIN TRANSACTION;
ALTER TABLE orders RENAME TO _orders_old;
CREATE TABLE orders (id integer PRIMARY KEY AUTOINCREMENT, user_id bigint REFERENCES users (id), total int NOT NULL DEFAULT 0, status varchar(20));
INSERT INTO orders (id, user_id, total, status) SELECT id, user_id, COALESCE(total, 0), status FROM _orders_old;
DROP TABLE _orders_old;
COMMIT;
PRAGMA foreign_keys=on;
