CREATE TABLE IF NOT EXISTS addresses (id bigserial PRIMARY KEY, user_id bigint NOT NULL, email text);
INSERT INTO addresses (user_id, email) SELECT id, email FROM users WHERE email IS NOT NULL;
