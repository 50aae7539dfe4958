ALTER TABLE orders ADD COLUMN IF NOT EXISTS user_name text;
UPDATE orders SET user_name = users.name FROM users WHERE users.id = orders.user_id AND orders.user_name IS NULL;
UPDATE orders o SET status = 'done' WHERE status = 'paid' AND EXISTS (SELECT 1 FROM users u WHERE u.id = o.user_id);
