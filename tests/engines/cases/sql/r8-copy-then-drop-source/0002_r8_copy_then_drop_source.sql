DROP TABLE IF EXISTS order_totals;
CREATE TABLE order_totals (
    order_id int NOT NULL PRIMARY KEY,
    total int NOT NULL
);
INSERT INTO order_totals (order_id, total) SELECT id, total FROM orders;
DELETE FROM orders;
