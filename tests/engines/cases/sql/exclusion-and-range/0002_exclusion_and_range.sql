CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS bookings (room int, during tsrange);
ALTER TABLE bookings DROP CONSTRAINT IF EXISTS no_overlap, ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&);
