ALTER TABLE users RENAME COLUMN nickname TO handle;
CREATE VIEW users_compat AS SELECT id, name, handle AS nickname FROM users;
