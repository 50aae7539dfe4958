CREATE TABLE app_state (id boolean PRIMARY KEY DEFAULT true, version int NOT NULL DEFAULT 1, CHECK (id));
INSERT INTO app_state DEFAULT VALUES;
