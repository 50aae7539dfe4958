CREATE SEQUENCE IF NOT EXISTS invoice_no START WITH 100 INCREMENT BY 1;
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);
ALTER TABLE orders ADD COLUMN invoice bigint DEFAULT nextval(invoice_no);
