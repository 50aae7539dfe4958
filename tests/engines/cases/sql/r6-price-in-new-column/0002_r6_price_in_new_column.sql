ALTER TABLE plans ADD COLUMN IF NOT EXISTS price_cents bigint NULL;
UPDATE plans SET price_cents = price * 100 WHERE price_cents IS NULL;
ALTER TABLE plans DROP COLUMN IF EXISTS price;
