SET lock_timeout = '2s';
SET search_path = public;
CREATE TABLE IF NOT EXISTS notes (id serial PRIMARY KEY);
ALTER TABLE notes OWNER TO postgres;
GRANT SELECT ON notes TO PUBLIC;
SELECT setval('notes_id_seq', 100, false);
