ALTER TABLE orders ADD COLUMN double_total int GENERATED ALWAYS AS (total * 2) STORED;
ALTER TABLE users ADD COLUMN IF NOT EXISTS lower_name text GENERATED ALWAYS AS (lower(name)) STORED;
CREATE INDEX IF NOT EXISTS users_lower_name ON users (lower_name);
