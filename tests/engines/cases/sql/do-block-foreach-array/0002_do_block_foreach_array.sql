DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['users', 'posts', 'orders'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS deleted_at timestamptz', t);
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I (deleted_at)', t || '_deleted_at', t);
  END LOOP;
END $$;
