ALTER TABLE users ADD COLUMN first_name varchar(50);
ALTER TABLE users ADD COLUMN last_name varchar(50);
UPDATE users SET first_name = name, last_name = '' WHERE first_name IS NULL;
ALTER TABLE users DROP COLUMN name;
