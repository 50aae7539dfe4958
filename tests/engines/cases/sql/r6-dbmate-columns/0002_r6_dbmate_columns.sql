-- migrate:up
ALTER TABLE plans ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';
UPDATE plans SET currency = 'USD' WHERE price > 5;
CREATE INDEX IF NOT EXISTS plans_currency ON plans (currency);

-- migrate:down
DROP INDEX IF EXISTS plans_currency;
ALTER TABLE plans DROP COLUMN currency;
