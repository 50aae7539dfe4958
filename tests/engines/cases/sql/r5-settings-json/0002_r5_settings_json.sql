ALTER TABLE plans
  ADD COLUMN IF NOT EXISTS options JSON NOT NULL DEFAULT '{}' CHECK (JSON_VALID(options)),
  ADD COLUMN IF NOT EXISTS currency CHAR(3) AS (JSON_VALUE(options, '$.currency')) PERSISTENT,
  ADD INDEX IF NOT EXISTS plans_currency (currency);
UPDATE plans SET options = JSON_SET(options, '$.currency', 'EUR') WHERE JSON_VALUE(options, '$.currency') IS NULL;
