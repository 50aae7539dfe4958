CREATE MATERIALIZED VIEW IF NOT EXISTS tag_counts AS SELECT label, count(*) AS n FROM tags GROUP BY label;
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 'tag_counts'::regclass AND attname = 'n' AND NOT attisdropped) THEN
    ALTER MATERIALIZED VIEW tag_counts RENAME COLUMN n TO amount;
  END IF;
END $$;
