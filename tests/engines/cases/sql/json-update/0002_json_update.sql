UPDATE profiles SET settings = settings || '{"theme": "dark"}'::jsonb;
UPDATE profiles SET settings = jsonb_set(settings, '{lang}', '"en"') WHERE NOT settings ? 'lang';
UPDATE profiles SET settings = settings - 'old';
