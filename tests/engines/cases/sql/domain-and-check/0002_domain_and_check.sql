CREATE DOMAIN email_address AS text CHECK (VALUE LIKE '%@%');
ALTER TABLE users ADD COLUMN work_email email_address;
ALTER DOMAIN email_address ADD CONSTRAINT not_too_long CHECK (length(VALUE) < 200);
