ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';
UPDATE people SET name = 'calm' WHERE name = 'ok';
INSERT INTO people (id, name, mood) VALUES (7, 'calm', 'sad') ON CONFLICT (id) DO NOTHING;
