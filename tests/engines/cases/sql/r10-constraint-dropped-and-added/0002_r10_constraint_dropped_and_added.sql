ALTER TABLE plans DROP CONSTRAINT IF EXISTS plans_price_positive;
UPDATE plans SET price = 1 WHERE price IS NULL OR price <= 0;
ALTER TABLE plans ADD CONSTRAINT plans_price_positive CHECK (price > 0);
