DO $$ BEGIN CREATE TYPE channel AS ENUM ('email', 'sms'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER TABLE users ADD COLUMN IF NOT EXISTS channels channel[] NOT NULL DEFAULT ARRAY['email']::channel[];
CREATE INDEX IF NOT EXISTS users_channels ON users USING gin (channels);
