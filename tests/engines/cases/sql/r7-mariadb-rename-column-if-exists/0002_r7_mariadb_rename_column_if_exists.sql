ALTER TABLE users RENAME COLUMN IF EXISTS nickname TO display_name;
ALTER TABLE users MODIFY COLUMN IF EXISTS display_name varchar(150);
ALTER TABLE users ADD INDEX IF NOT EXISTS users_display_name (display_name);
