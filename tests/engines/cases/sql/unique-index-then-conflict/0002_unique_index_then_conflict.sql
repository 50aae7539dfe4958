CREATE UNIQUE INDEX IF NOT EXISTS plans_name ON plans (name);
INSERT INTO plans (name, price) VALUES ('free', 0) ON CONFLICT (name) DO NOTHING;
