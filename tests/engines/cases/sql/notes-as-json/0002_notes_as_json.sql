ALTER TABLE users ADD COLUMN IF NOT EXISTS prefs jsonb NOT NULL DEFAULT '{}';
UPDATE users SET prefs = prefs || '{"theme": "dark"}' WHERE NOT prefs ? 'theme';
