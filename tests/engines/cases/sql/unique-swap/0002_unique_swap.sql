CREATE UNIQUE INDEX tags_label_new ON tags (label);
DROP INDEX IF EXISTS tags_label;
