DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'orders') THEN
    RAISE EXCEPTION 'run the baseline first';
  END IF;
END $$;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;
