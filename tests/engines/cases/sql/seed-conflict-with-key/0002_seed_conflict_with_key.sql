INSERT INTO tags (label) VALUES ('green') ON CONFLICT DO NOTHING;
INSERT INTO tags (label) VALUES ('black') ON CONFLICT (label) DO NOTHING;
