DO $$ BEGIN
  ALTER TABLE users RENAME COLUMN nickname TO handle;
EXCEPTION WHEN undefined_column THEN NULL; END $$;
