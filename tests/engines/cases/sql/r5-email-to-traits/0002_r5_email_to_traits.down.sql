ALTER TABLE users ADD COLUMN email varchar(100);
UPDATE users SET email = traits->>'email';
ALTER TABLE users DROP COLUMN traits;
