DO $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'nickname'
  ) AND NOT EXISTS (
    SELECT 1 FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'handle'
  ) THEN
    ALTER TABLE users RENAME COLUMN nickname TO handle;
  END IF;
END
$$;
UPDATE users SET handle = lower(handle) WHERE handle <> lower(handle);
