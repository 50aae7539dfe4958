DO $$
BEGIN
  IF (SELECT data_type FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'total') = 'bigint' THEN
    ALTER TABLE orders ALTER COLUMN total TYPE bigint USING total * 100;
  END IF;
END $$;
