DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'blind_reporter') THEN
    CREATE ROLE blind_reporter NOLOGIN;
  END IF;
END
$$;
GRANT USAGE ON SCHEMA public TO blind_reporter;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO blind_reporter;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO blind_reporter;
CREATE SCHEMA reporting AUTHORIZATION blind_reporter;
