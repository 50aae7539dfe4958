ALTER TABLE archive.tags SET SCHEMA public;
DROP SCHEMA archive;
