CREATE TABLE IF NOT EXISTS roles (
  id smallserial PRIMARY KEY,
  name text NOT NULL UNIQUE
);
INSERT INTO roles (name) VALUES ('admin'), ('member'), ('guest') ON CONFLICT (name) DO NOTHING;
ALTER TABLE users ADD COLUMN IF NOT EXISTS role_id smallint REFERENCES roles (id);
UPDATE users SET role_id = (SELECT id FROM roles WHERE name = CASE WHEN logins > 2 THEN 'admin' ELSE 'member' END) WHERE role_id IS NULL;
ALTER TABLE users ALTER COLUMN role_id SET NOT NULL;
