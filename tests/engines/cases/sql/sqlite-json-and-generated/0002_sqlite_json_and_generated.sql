CREATE TABLE IF NOT EXISTS docs (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)), title TEXT GENERATED ALWAYS AS (json_extract(body, '$.title')) VIRTUAL);
CREATE INDEX IF NOT EXISTS docs_title ON docs (title COLLATE NOCASE);
INSERT OR REPLACE INTO docs (id, body) VALUES (1, '{"title": "Welcome"}');
