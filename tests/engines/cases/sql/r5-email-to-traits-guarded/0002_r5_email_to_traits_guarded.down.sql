ALTER TABLE users ADD COLUMN IF NOT EXISTS email varchar(100);
UPDATE users SET email = traits->>'email' WHERE email IS NULL;
ALTER TABLE users DROP COLUMN IF EXISTS traits;
