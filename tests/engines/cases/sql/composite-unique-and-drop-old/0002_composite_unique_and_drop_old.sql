CREATE UNIQUE INDEX IF NOT EXISTS orders_user_status_uq ON orders (user_id, status);
DELETE FROM tags WHERE label = 'blue';
UPDATE orders SET status = 'closed' WHERE status = 'paid';
