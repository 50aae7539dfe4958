ALTER TABLE users ADD COLUMN role varchar(20) NOT NULL DEFAULT 'member';
UPDATE users SET role = 'admin' WHERE name = 'Ada';
