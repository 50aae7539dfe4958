ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
DO $$ BEGIN
  CREATE POLICY orders_all ON orders USING (true);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
ALTER POLICY orders_all ON orders RENAME TO orders_everyone;
