DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.triggers WHERE trigger_name = 'stamp') THEN
    CREATE TRIGGER stamp BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
    CREATE TRIGGER stamp BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
  END IF;
  IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'old_stamp') THEN
    DROP TRIGGER old_stamp ON users;
  END IF;
END $$;
