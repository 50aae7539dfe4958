INSERT INTO teams (name) VALUES ('core');
INSERT INTO users (name, team_id) VALUES ('Ada', 1), ('Bob', NULL);
