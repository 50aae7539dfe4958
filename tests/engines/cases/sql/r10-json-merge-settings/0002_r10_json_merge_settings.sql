ALTER TABLE users ADD COLUMN IF NOT EXISTS settings jsonb NOT NULL DEFAULT '{}';
UPDATE users SET settings = settings || '{"theme": "light"}' WHERE NOT settings ? 'theme';
