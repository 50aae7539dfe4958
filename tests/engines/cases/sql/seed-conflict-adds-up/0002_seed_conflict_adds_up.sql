INSERT INTO tags (id, label) VALUES (9, 'new') ON CONFLICT (label) DO NOTHING;
CREATE TABLE IF NOT EXISTS counters (name text PRIMARY KEY, n int NOT NULL);
INSERT INTO counters (name, n) VALUES ('runs', 1) ON CONFLICT (name) DO UPDATE SET n = counters.n + 1;
