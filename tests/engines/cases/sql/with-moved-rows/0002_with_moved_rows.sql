CREATE TABLE IF NOT EXISTS orders_archive (LIKE orders);
WITH moved AS (DELETE FROM orders WHERE status = 'paid' RETURNING *) INSERT INTO orders_archive SELECT * FROM moved;
