ALTER TABLE users ADD INDEX (nickname);
ALTER TABLE users ADD UNIQUE (email);
