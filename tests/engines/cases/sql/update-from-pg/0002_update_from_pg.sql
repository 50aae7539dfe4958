ALTER TABLE orders ADD COLUMN IF NOT EXISTS buyer varchar(100);
UPDATE orders o SET buyer = u.name FROM users u WHERE u.id = o.user_id;
