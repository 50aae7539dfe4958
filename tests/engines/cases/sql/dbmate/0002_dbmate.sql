-- migrate:up
CREATE TABLE IF NOT EXISTS notes (id int PRIMARY KEY);
ALTER TABLE users ADD COLUMN note_id int;

-- migrate:down
ALTER TABLE users DROP COLUMN note_id;
DROP TABLE IF EXISTS notes;
