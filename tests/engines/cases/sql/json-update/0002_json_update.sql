ALTER TABLE users ADD COLUMN IF NOT EXISTS settings jsonb NOT NULL DEFAULT '{}';
UPDATE users SET settings = settings || '{"theme": "dark"}'::jsonb;
UPDATE users SET settings = jsonb_set(settings, '{lang}', '"en"') WHERE NOT settings ? 'lang';
UPDATE users SET settings = settings - 'old';
