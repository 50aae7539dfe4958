ALTER TABLE plans ALTER COLUMN price DROP NOT NULL;
UPDATE plans SET price = NULL WHERE price = 0;
ALTER TABLE plans ADD CONSTRAINT plans_price_positive CHECK (price > 0) NOT VALID;
ALTER TABLE plans VALIDATE CONSTRAINT plans_price_positive;
