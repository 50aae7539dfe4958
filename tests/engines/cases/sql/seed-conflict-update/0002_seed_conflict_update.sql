INSERT INTO tags (label) VALUES ('green') ON CONFLICT (label) DO UPDATE SET label = excluded.label;
