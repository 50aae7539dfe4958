DO $$ BEGIN
  ALTER TABLE users ADD COLUMN age int;
  ALTER TABLE users ADD COLUMN city text;
EXCEPTION WHEN duplicate_column THEN NULL;
END $$;
