CREATE SEQUENCE IF NOT EXISTS order_number_seq START 1000;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS number bigint;
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('order_number_seq');
ALTER SEQUENCE order_number_seq OWNED BY orders.number;
UPDATE orders SET number = nextval('order_number_seq') WHERE number IS NULL;
ALTER TABLE orders ALTER COLUMN number SET NOT NULL;
