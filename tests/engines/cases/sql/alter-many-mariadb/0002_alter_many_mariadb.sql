ALTER TABLE users ADD COLUMN age int, ADD INDEX users_age (age), DROP COLUMN nickname;
