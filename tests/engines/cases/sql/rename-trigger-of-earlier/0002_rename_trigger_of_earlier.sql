ALTER TRIGGER note_t ON notes RENAME TO note_u;
ALTER FUNCTION note_f() RENAME TO note_g;
ALTER POLICY note_p ON notes RENAME TO "Notes are public";
