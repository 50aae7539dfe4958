DROP VIEW IF EXISTS user_names;
ALTER TABLE users DROP COLUMN IF EXISTS nickname;
CREATE VIEW user_names AS SELECT id, name FROM users;
