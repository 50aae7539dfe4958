DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'status') THEN
    CREATE INDEX IF NOT EXISTS orders_status ON orders (status);
    ALTER TABLE orders DROP COLUMN status;
  END IF;
END $$;
