DO $$ BEGIN
  CREATE TYPE role_kind AS ENUM ('member', 'owner');
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER TYPE role_kind ADD VALUE IF NOT EXISTS 'guest' BEFORE 'member';
CREATE TABLE IF NOT EXISTS memberships (user_id bigint, team_id bigint, role role_kind NOT NULL DEFAULT 'guest', PRIMARY KEY (user_id, team_id));
