DO $$ BEGIN
  CREATE ROLE judge_reader;
EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'already there';
END $$;
GRANT SELECT ON users TO judge_reader;
