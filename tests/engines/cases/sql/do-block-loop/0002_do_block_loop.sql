DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['city', 'street'] LOOP
    EXECUTE format('ALTER TABLE users ADD COLUMN IF NOT EXISTS %I text', name);
  END LOOP;
END $$;
