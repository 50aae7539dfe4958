CREATE DOMAIN email_address AS varchar(100) CHECK (VALUE LIKE '%@%');
ALTER TABLE users ALTER COLUMN email TYPE email_address;
