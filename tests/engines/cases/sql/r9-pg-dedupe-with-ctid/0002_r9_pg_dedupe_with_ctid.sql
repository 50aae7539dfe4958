DELETE FROM tags a USING tags b WHERE a.ctid < b.ctid AND lower(a.label) = lower(b.label);
CREATE UNIQUE INDEX IF NOT EXISTS tags_label_lower ON tags (lower(label));
DROP INDEX IF EXISTS tags_label;
