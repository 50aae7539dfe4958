CREATE TABLE IF NOT EXISTS order_archive (total int, status varchar(20));
INSERT INTO order_archive (total, status) SELECT total, status FROM orders;
DELETE FROM orders;
