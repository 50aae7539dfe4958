ALTER TABLE users
  CHANGE COLUMN nickname handle VARCHAR(60) NOT NULL DEFAULT '',
  ADD UNIQUE INDEX uq_users_handle (handle);
