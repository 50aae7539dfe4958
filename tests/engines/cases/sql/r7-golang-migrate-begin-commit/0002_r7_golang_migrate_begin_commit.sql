BEGIN;
CREATE TABLE IF NOT EXISTS api_tokens (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id bigint NOT NULL REFERENCES users (id), token text NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS api_tokens_token ON api_tokens (token);
ALTER TABLE users ADD COLUMN last_token_at timestamptz;
COMMIT;
