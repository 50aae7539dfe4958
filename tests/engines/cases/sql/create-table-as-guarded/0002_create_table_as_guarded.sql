CREATE TABLE IF NOT EXISTS rich AS SELECT id, name FROM users WHERE logins > 2;
