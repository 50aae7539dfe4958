ALTER TABLE posts ADD COLUMN published boolean DEFAULT false;
ALTER TABLE posts ALTER COLUMN published DROP DEFAULT;
ALTER TABLE posts ALTER COLUMN published TYPE timestamptz USING CASE WHEN published THEN now() END;
