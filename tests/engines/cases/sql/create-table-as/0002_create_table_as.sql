CREATE TABLE rich AS SELECT id, name FROM users WHERE logins > 2;
