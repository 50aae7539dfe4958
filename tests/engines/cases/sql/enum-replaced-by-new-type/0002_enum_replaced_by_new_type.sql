CREATE TYPE order_state AS ENUM ('open', 'paid');
ALTER TABLE orders ALTER COLUMN status TYPE order_state USING status::order_state;
ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'void';
