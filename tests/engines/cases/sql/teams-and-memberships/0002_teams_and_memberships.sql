CREATE TABLE teams (
  id bigint NOT NULL PRIMARY KEY,
  name varchar(80) NOT NULL
);
CREATE TABLE team_members (
  team_id bigint NOT NULL,
  user_id bigint NOT NULL,
  role varchar(20) NOT NULL DEFAULT 'member',
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_members_user ON team_members (user_id);
INSERT INTO teams (id, name) VALUES (1, 'everyone');
INSERT INTO team_members (team_id, user_id) SELECT 1, id FROM users;
