-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['users', 'posts', 'plans'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS tenant_id bigint', t);
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I (tenant_id)', t || '_tenant', t);
  END LOOP;
END
$$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE users DROP COLUMN tenant_id;
ALTER TABLE posts DROP COLUMN tenant_id;
ALTER TABLE plans DROP COLUMN tenant_id;
