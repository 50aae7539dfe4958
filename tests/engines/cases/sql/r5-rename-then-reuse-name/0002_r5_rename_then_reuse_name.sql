DO $$
BEGIN
  IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'name') THEN
    ALTER TABLE users RENAME COLUMN name TO legal_name;
  END IF;
END $$;
ALTER TABLE users ADD COLUMN IF NOT EXISTS name text GENERATED ALWAYS AS (coalesce(nickname, legal_name)) STORED;
