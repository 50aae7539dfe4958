CREATE TABLE IF NOT EXISTS aliases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  alias text NOT NULL,
  UNIQUE (user_id, alias)
);
DO $$
BEGIN
  IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'nickname') THEN
    INSERT INTO aliases (user_id, alias) SELECT id, nickname FROM users WHERE nickname IS NOT NULL ON CONFLICT DO NOTHING;
    ALTER TABLE users DROP COLUMN nickname;
  END IF;
END
$$;
