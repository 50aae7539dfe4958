ALTER TABLE orders ADD COLUMN currency char(3) NULL;
UPDATE orders SET currency = 'EUR' WHERE currency IS NULL;
ALTER TABLE orders MODIFY currency char(3) NOT NULL;
