ALTER TABLE users ADD COLUMN IF NOT EXISTS settings jsonb NOT NULL DEFAULT '{}'::jsonb;
UPDATE users SET settings = settings || jsonb_build_object('nick', nickname) WHERE NOT settings ? 'nick';
UPDATE users SET settings = jsonb_set(settings, '{logins}', to_jsonb(logins));
