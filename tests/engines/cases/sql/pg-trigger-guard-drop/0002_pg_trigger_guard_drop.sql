CREATE OR REPLACE TRIGGER tidy BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'tidy') THEN
    DROP TRIGGER tidy ON users;
  END IF;
END $$;
