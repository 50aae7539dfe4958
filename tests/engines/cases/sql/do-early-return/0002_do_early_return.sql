DO $$
BEGIN
  PERFORM 1 FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'currency';
  IF FOUND THEN
    RETURN;
  END IF;
  ALTER TABLE orders ADD COLUMN currency char(3);
  UPDATE orders SET currency = 'EUR';
  ALTER TABLE orders ALTER COLUMN currency SET NOT NULL;
END $$;
