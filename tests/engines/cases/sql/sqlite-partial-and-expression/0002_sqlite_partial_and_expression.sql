CREATE UNIQUE INDEX IF NOT EXISTS users_email_lower ON users (lower(email));
CREATE INDEX orders_open ON orders (user_id) WHERE status = 'open';
INSERT OR IGNORE INTO tags (label) VALUES ('red'), ('pink');
