CREATE TABLE app_config (id serial PRIMARY KEY, maintenance boolean NOT NULL DEFAULT false, banner text);
INSERT INTO app_config DEFAULT VALUES;
