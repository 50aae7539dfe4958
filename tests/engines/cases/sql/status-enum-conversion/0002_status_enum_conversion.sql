CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped', 'cancelled');

ALTER TABLE orders
    ALTER COLUMN status DROP DEFAULT,
    ALTER COLUMN status TYPE order_status USING status::order_status,
    ALTER COLUMN status SET DEFAULT 'open';
