ALTER TABLE users ADD COLUMN handle varchar(100);
UPDATE users SET handle = nickname;
ALTER TABLE users DROP COLUMN nickname;
