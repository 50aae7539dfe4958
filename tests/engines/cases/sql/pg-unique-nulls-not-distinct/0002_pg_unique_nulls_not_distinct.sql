ALTER TABLE users ADD COLUMN external_id text;
ALTER TABLE users ADD CONSTRAINT users_external_key UNIQUE NULLS NOT DISTINCT (external_id, email);
