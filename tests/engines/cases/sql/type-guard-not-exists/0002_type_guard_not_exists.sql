DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'status' AND data_type = 'integer') THEN
    ALTER TABLE orders ALTER COLUMN status TYPE integer USING CASE status WHEN 'open' THEN 0 ELSE 1 END;
  END IF;
END $$;
