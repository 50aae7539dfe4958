ALTER TABLE users ADD CONSTRAINT users_email_unique UNIQUE (email);
ALTER TABLE users DROP CONSTRAINT users_email_unique;
CREATE UNIQUE INDEX IF NOT EXISTS users_email_lower ON users (lower(email));
