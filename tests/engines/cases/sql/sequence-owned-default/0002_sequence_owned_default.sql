CREATE SEQUENCE IF NOT EXISTS invoice_no;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS invoice_no bigint;
ALTER TABLE orders ALTER COLUMN invoice_no SET DEFAULT nextval('invoice_no');
UPDATE orders SET invoice_no = nextval('invoice_no') WHERE invoice_no IS NULL;
ALTER SEQUENCE invoice_no OWNED BY orders.invoice_no;
