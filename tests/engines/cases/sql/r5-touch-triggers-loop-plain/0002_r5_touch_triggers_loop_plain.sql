CREATE FUNCTION set_modified() RETURNS trigger AS $body$
BEGIN
  NEW.modified_at := now();
  RETURN NEW;
END;
$body$ LANGUAGE plpgsql;

DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT unnest(ARRAY['users', 'orders']) AS name
  LOOP
    EXECUTE 'ALTER TABLE ' || quote_ident(t.name) || ' ADD COLUMN modified_at timestamptz DEFAULT now()';
    EXECUTE 'CREATE TRIGGER set_modified BEFORE UPDATE ON ' || quote_ident(t.name) || ' FOR EACH ROW EXECUTE FUNCTION set_modified()';
  END LOOP;
END
$$;
