BEGIN;
ALTER TABLE users ADD COLUMN age int;
CREATE INDEX users_age ON users (age);
COMMIT;
