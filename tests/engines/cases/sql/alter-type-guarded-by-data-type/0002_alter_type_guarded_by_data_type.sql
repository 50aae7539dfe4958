DO $$ BEGIN
  IF (SELECT data_type FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'total') = 'integer' THEN
    ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2) USING total / 100.0;
  END IF;
END $$;
