CREATE EXTENSION IF NOT EXISTS citext;
ALTER TABLE users ALTER COLUMN email TYPE citext;
DROP INDEX IF EXISTS users_email_lower;
CREATE UNIQUE INDEX users_email_key ON users (email);
