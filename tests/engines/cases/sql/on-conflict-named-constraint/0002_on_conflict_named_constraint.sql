ALTER TABLE plans DROP CONSTRAINT IF EXISTS plans_name_key;
ALTER TABLE plans ADD CONSTRAINT plans_name_key UNIQUE (name);
INSERT INTO plans (name, price) VALUES ('basic', 10), ('trial', 0) ON CONFLICT ON CONSTRAINT plans_name_key DO NOTHING;
