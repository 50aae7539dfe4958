CREATE SEQUENCE IF NOT EXISTS invoice_number_seq START 1000;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS invoice_number bigint;
UPDATE orders SET invoice_number = nextval('invoice_number_seq') WHERE invoice_number IS NULL;
ALTER TABLE orders ALTER COLUMN invoice_number SET DEFAULT nextval('invoice_number_seq');
ALTER TABLE orders ALTER COLUMN invoice_number SET NOT NULL;
ALTER SEQUENCE invoice_number_seq OWNED BY orders.invoice_number;
SELECT setval('invoice_number_seq', (SELECT max(invoice_number) FROM orders));
