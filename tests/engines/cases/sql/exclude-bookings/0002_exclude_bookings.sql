CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS bookings (id bigserial PRIMARY KEY, plan_id bigint NOT NULL, during tstzrange NOT NULL);
ALTER TABLE bookings ADD CONSTRAINT bookings_no_overlap EXCLUDE USING gist (plan_id WITH =, during WITH &&);
