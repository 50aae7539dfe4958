CREATE OR REPLACE FUNCTION pg_temp.slug(t text) RETURNS text AS $$
  SELECT lower(regexp_replace(t, '[^a-zA-Z0-9]+', '-', 'g'));
$$ LANGUAGE sql IMMUTABLE;
ALTER TABLE posts ADD COLUMN IF NOT EXISTS slug text;
UPDATE posts SET slug = pg_temp.slug(title) WHERE slug IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS posts_slug ON posts (slug);
