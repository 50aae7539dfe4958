ALTER TABLE posts ALTER COLUMN views TYPE bigint;
ALTER TABLE users ALTER COLUMN name TYPE text, ALTER COLUMN email TYPE varchar(320);
ALTER TABLE orders ALTER COLUMN status TYPE text USING status::text;
ALTER TABLE users ALTER COLUMN created_at TYPE timestamptz USING created_at AT TIME ZONE 'UTC';
