CREATE UNIQUE INDEX IF NOT EXISTS plans_name_free ON plans (name) WHERE price = 0;
INSERT INTO plans (name, price) VALUES ('trial', 0) ON CONFLICT (name) WHERE price = 0 DO NOTHING;
