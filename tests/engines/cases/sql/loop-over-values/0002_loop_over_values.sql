DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT * FROM (VALUES ('users', 'phone'), ('posts', 'excerpt')) AS v (tbl, col) LOOP
    EXECUTE format('ALTER TABLE %1$I ADD COLUMN %2$I text', r.tbl, r.col);
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I (%I)', 'idx_' || r.tbl || '_' || r.col, r.tbl, r.col);
  END LOOP;
END $$;
