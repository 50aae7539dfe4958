CREATE TYPE order_status AS ENUM ('open', 'paid');
ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::order_status;
ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'open';
