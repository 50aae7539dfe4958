DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'orders'::regclass AND contype = 'f' LOOP
    EXECUTE 'ALTER TABLE orders DROP CONSTRAINT ' || quote_ident(c.conname);
  END LOOP;
END $$;
ALTER TABLE orders ADD CONSTRAINT orders_user_cascade FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
