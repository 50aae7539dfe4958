ALTER TABLE orders ADD COLUMN IF NOT EXISTS buyer varchar(100);
UPDATE orders o JOIN users u ON u.id = o.user_id SET o.buyer = u.name WHERE o.buyer IS NULL;
