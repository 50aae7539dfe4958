CREATE TABLE IF NOT EXISTS metrics (
  device_id bigint NOT NULL,
  at timestamptz NOT NULL,
  value double precision
) PARTITION BY RANGE (at);
DO $$
DECLARE
  m int;
BEGIN
  FOR m IN 1..3 LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS metrics_2024_%s PARTITION OF metrics FOR VALUES FROM (%L) TO (%L)',
      lpad(m::text, 2, '0'), make_date(2024, m, 1), make_date(2024, m, 1) + interval '1 month');
  END LOOP;
END $$;
CREATE INDEX IF NOT EXISTS metrics_device_at ON metrics (device_id, at DESC);
