ALTER TABLE users
  ADD COLUMN IF NOT EXISTS city varchar(50),
  ADD COLUMN zip varchar(10);
