ALTER TABLE orders ADD COLUMN is_paid TINYINT(1) NOT NULL DEFAULT 0;
UPDATE orders SET is_paid = 1 WHERE status = 'paid';
ALTER TABLE orders DROP COLUMN status;
