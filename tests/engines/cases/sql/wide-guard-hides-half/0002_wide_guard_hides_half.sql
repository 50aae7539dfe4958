CREATE TABLE IF NOT EXISTS invoices (id bigserial PRIMARY KEY, order_id bigint NOT NULL);
DO $$
BEGIN
  IF to_regclass('public.invoices_order') IS NULL THEN
    ALTER TABLE invoices ADD COLUMN paid boolean NOT NULL DEFAULT false;
    CREATE INDEX invoices_order ON invoices (order_id);
  END IF;
END $$;
ALTER TABLE invoices ADD CONSTRAINT invoices_order_fk FOREIGN KEY (order_id) REFERENCES orders (id);
