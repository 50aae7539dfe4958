DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name IN ('users', 'invoices') LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN tenant_id bigint', r.table_name);
  END LOOP;
END $$;
