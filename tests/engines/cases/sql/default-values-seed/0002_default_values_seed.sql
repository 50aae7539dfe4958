CREATE TABLE IF NOT EXISTS counters (id integer PRIMARY KEY, hits integer NOT NULL DEFAULT 0, label text DEFAULT 'home');
INSERT INTO plans DEFAULT VALUES;
