CREATE TABLE aliases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  alias text NOT NULL,
  UNIQUE (user_id, alias)
);
INSERT INTO aliases (user_id, alias) SELECT id, nickname FROM users WHERE nickname IS NOT NULL;
ALTER TABLE users DROP COLUMN nickname;
