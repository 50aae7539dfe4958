UPDATE users SET nickname = name WHERE nickname IS NULL;
ALTER TABLE users ALTER COLUMN nickname SET NOT NULL;
ALTER TABLE users ADD COLUMN handle text;
UPDATE users SET handle = nickname;
ALTER TABLE users DROP COLUMN nickname;
