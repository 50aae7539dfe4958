CREATE TABLE IF NOT EXISTS roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
INSERT INTO roles (id, name) VALUES (gen_random_uuid(), 'admin') ON CONFLICT (id) DO NOTHING;
