INSERT INTO plans (name, price) VALUES ('free', 0) ON CONFLICT DO NOTHING;
