CREATE TYPE plan_tier AS ENUM ('free', 'pro');
ALTER TABLE plans ADD COLUMN tier plan_tier NOT NULL DEFAULT 'free';
UPDATE plans SET tier = 'pro' WHERE price > 0;
ALTER TABLE plans ALTER COLUMN tier DROP DEFAULT;
