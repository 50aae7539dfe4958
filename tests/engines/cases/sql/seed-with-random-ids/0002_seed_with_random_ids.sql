CREATE TABLE IF NOT EXISTS roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL UNIQUE);
INSERT INTO roles (id, name) VALUES (gen_random_uuid(), 'admin') ON CONFLICT (name) DO NOTHING;
INSERT INTO roles (name) VALUES ('guest') ON CONFLICT DO NOTHING;
