DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'order_status' AND n.nspname = 'public') THEN
        CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped');
    END IF;
END
$$;

ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::text::order_status;
