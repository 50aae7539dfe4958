DO $$
BEGIN
  IF to_regclass('public.invoices') IS NULL THEN
    CREATE TABLE invoices (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id), cents int NOT NULL);
    CREATE TABLE invoice_lines (id bigserial PRIMARY KEY, invoice_id bigint NOT NULL REFERENCES invoices (id), text text);
    INSERT INTO invoices (order_id, cents) SELECT id, total * 100 FROM orders;
  END IF;
END
$$;
