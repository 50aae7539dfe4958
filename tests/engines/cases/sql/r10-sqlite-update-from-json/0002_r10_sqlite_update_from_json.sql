ALTER TABLE users ADD COLUMN profile TEXT NOT NULL DEFAULT '{}';
UPDATE users SET profile = json_set(profile, '$.nick', nickname) WHERE nickname IS NOT NULL;
