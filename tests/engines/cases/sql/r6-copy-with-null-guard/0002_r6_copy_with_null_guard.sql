CREATE TABLE IF NOT EXISTS emails (user_id INTEGER NOT NULL, address TEXT NOT NULL COLLATE NOCASE, is_primary INTEGER NOT NULL DEFAULT 1, UNIQUE (user_id, address));
INSERT INTO emails (user_id, address) SELECT id, email FROM users u WHERE email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM emails e WHERE e.user_id = u.id);
UPDATE users SET email = lower(email) WHERE email <> lower(email);
