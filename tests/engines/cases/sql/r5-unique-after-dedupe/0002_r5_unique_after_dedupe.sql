DELETE FROM users WHERE rowid NOT IN (SELECT min(rowid) FROM users GROUP BY lower(email));
CREATE UNIQUE INDEX users_email_nocase ON users (email COLLATE NOCASE);
UPDATE users SET nickname = name WHERE nickname IS NULL OR nickname = '';
