CREATE TABLE IF NOT EXISTS audit (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), what text);
CREATE OR REPLACE FUNCTION write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit (what) VALUES (TG_TABLE_NAME || ' ' || TG_OP);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS users_audit ON users;
CREATE TRIGGER users_audit AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION write_audit();
