CREATE SEQUENCE IF NOT EXISTS invoice_number START 1000;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS number bigint DEFAULT nextval('invoice_number');
ALTER SEQUENCE invoice_number OWNED BY orders.number;
SELECT setval('invoice_number', 2000);
