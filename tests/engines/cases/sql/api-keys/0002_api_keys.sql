-- API keys: hashed, never stored in the clear.
CREATE TABLE IF NOT EXISTS api_keys (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key_hash    bytea NOT NULL,
    scopes      text[] NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz
);

CREATE UNIQUE INDEX IF NOT EXISTS api_keys_hash_live ON api_keys (key_hash) WHERE revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS api_keys_user ON api_keys USING btree (user_id) INCLUDE (created_at);

ALTER TABLE users ADD COLUMN IF NOT EXISTS default_key uuid REFERENCES api_keys (id);
COMMENT ON COLUMN users.default_key IS 'the key used by the web client';
