ALTER TABLE posts ADD COLUMN IF NOT EXISTS tsv tsvector
  GENERATED ALWAYS AS (to_tsvector('english', coalesce(title, '') || ' ' || coalesce(body, ''))) STORED;
CREATE INDEX CONCURRENTLY IF NOT EXISTS posts_tsv ON posts USING gin (tsv);
