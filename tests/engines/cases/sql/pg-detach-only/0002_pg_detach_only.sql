CREATE TABLE IF NOT EXISTS m (at date NOT NULL, v int) PARTITION BY RANGE (at);
CREATE TABLE IF NOT EXISTS m_old (at date NOT NULL, v int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = 'm_old'::regclass AND inhparent = 'm'::regclass) THEN
    ALTER TABLE m DETACH PARTITION m_old;
  END IF;
END $$;
ALTER TABLE m ATTACH PARTITION m_old FOR VALUES FROM ('2000-01-01') TO ('2001-01-01');
