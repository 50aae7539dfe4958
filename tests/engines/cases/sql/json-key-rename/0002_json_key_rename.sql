ALTER TABLE users ADD COLUMN IF NOT EXISTS prefs jsonb DEFAULT '{"theme": "dark"}';
UPDATE users SET prefs = (prefs - 'theme') || jsonb_build_object('appearance', prefs -> 'theme') WHERE prefs ? 'theme';
