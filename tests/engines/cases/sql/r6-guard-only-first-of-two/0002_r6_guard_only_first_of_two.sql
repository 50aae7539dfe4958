DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'plan_tier') THEN
    CREATE TYPE plan_tier AS ENUM ('free', 'pro');
  END IF;
END $$;
ALTER TABLE plans ADD COLUMN tier plan_tier NOT NULL DEFAULT 'free';
UPDATE plans SET tier = 'pro' WHERE price > 5;
ALTER TABLE plans ALTER COLUMN tier DROP DEFAULT;
