DO $$ BEGIN
  ALTER TABLE users RENAME COLUMN nickname TO handle;
EXCEPTION WHEN duplicate_column THEN NULL; END $$;
