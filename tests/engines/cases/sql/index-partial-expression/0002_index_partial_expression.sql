CREATE INDEX users_lower_email ON users (lower(email)) WHERE logins > 0;
CREATE INDEX IF NOT EXISTS users_lower_name ON users (lower(name));
