CREATE TABLE IF NOT EXISTS migrations_done (name TEXT PRIMARY KEY);
INSERT INTO tags (label) SELECT 'seeded' WHERE NOT EXISTS (SELECT 1 FROM migrations_done WHERE name = 'seed-tags');
INSERT INTO migrations_done (name) VALUES ('seed-tags') ON CONFLICT DO NOTHING;
