DO $$
BEGIN
  IF (SELECT data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'orders' AND column_name = 'total') <> 'numeric' THEN
    ALTER TABLE orders ALTER COLUMN total TYPE numeric USING total::numeric / 100;
  END IF;
END $$;
