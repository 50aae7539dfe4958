ALTER TABLE plans ADD COLUMN IF NOT EXISTS converted boolean DEFAULT false;
UPDATE plans SET price = price * 100, converted = true WHERE converted = false;
