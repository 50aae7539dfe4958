ALTER TABLE users ADD COLUMN IF NOT EXISTS region varchar(10) DEFAULT 'eu';
UPDATE users SET region = 'us' WHERE email LIKE '%.com' AND region = 'eu';
ALTER TABLE users ALTER COLUMN region DROP DEFAULT;
