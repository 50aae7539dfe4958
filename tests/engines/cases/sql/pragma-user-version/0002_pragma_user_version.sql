PRAGMA foreign_keys = OFF;
ALTER TABLE users ADD COLUMN age INTEGER;
PRAGMA user_version = 2;
