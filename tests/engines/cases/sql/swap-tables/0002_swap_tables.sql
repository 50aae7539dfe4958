ALTER TABLE tags RENAME TO tags_old;
ALTER TABLE plans RENAME TO tags;
ALTER TABLE tags_old RENAME TO plans;
