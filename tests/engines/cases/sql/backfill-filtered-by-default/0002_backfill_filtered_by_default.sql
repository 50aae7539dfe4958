ALTER TABLE users ADD COLUMN IF NOT EXISTS tier varchar(10) DEFAULT 'free';
UPDATE users SET tier = 'gold' WHERE logins > 2 AND tier = 'free';
