ALTER TABLE users ALTER COLUMN email TYPE varchar(100);
DROP DOMAIN email_address;
