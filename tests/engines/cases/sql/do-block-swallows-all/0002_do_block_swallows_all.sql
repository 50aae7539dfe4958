DO $$ BEGIN
  ALTER TABLE users ADD COLUMN locale text;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'already there';
END $$;
DO $$ BEGIN
  ALTER TABLE plans ADD CONSTRAINT plans_pk2 UNIQUE (name);
EXCEPTION WHEN duplicate_object THEN NULL; WHEN duplicate_table THEN NULL;
END $$;
