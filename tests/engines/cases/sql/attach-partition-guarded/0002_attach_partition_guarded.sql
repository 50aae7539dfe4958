CREATE TABLE IF NOT EXISTS logs (at date NOT NULL, line text) PARTITION BY RANGE (at);
CREATE TABLE IF NOT EXISTS logs_2024 (at date NOT NULL, line text);
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = 'logs_2024'::regclass AND inhparent = 'logs'::regclass) THEN
    ALTER TABLE logs ATTACH PARTITION logs_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
  END IF;
END $$;
