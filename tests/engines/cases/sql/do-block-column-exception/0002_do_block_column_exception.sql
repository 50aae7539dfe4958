DO $$ BEGIN
  ALTER TABLE users ADD COLUMN locale text;
EXCEPTION
  WHEN duplicate_column THEN RAISE NOTICE 'column locale already exists in users.';
END; $$;
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
