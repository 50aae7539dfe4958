DO $$ BEGIN
  ALTER TABLE users ADD COLUMN verified boolean DEFAULT false;
  ALTER TABLE users ADD COLUMN verified_at timestamptz;
EXCEPTION
  WHEN duplicate_column THEN RAISE NOTICE 'column already there, skipping';
END $$;
UPDATE users SET verified_at = now() WHERE verified AND verified_at IS NULL;
