CREATE TABLE audit (id int PRIMARY KEY, note text);
CREATE INDEX audit_note ON audit (id, note);
