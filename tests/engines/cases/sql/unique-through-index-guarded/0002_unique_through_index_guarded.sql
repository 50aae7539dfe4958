CREATE UNIQUE INDEX IF NOT EXISTS users_email_key ON users (email);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'users_email_unique') THEN
    ALTER TABLE users ADD CONSTRAINT users_email_unique UNIQUE USING INDEX users_email_key;
  END IF;
END $$;
