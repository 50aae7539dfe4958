CREATE TABLE IF NOT EXISTS kinds (id serial PRIMARY KEY, name text);
INSERT INTO kinds (name) VALUES ('a'), ('b') ON CONFLICT DO NOTHING;
