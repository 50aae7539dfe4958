ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
DO $$ BEGIN
  CREATE POLICY orders_owner ON orders FOR ALL USING (user_id = current_setting('app.user_id')::bigint) WITH CHECK (true);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'orders' AND policyname = 'orders_read') THEN
    CREATE POLICY orders_read ON orders FOR SELECT USING (true);
  END IF;
END $$;
REVOKE ALL ON orders FROM PUBLIC;
GRANT SELECT ON orders TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
