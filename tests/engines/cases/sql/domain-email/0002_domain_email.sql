DO $$ BEGIN
  CREATE DOMAIN email_address AS text CHECK (VALUE ~ '@');
EXCEPTION WHEN duplicate_object THEN null;
END $$;
ALTER TABLE users ALTER COLUMN email TYPE email_address;
ALTER DOMAIN email_address ADD CONSTRAINT email_short CHECK (length(VALUE) < 255);
