ALTER TABLE audit_log ADD COLUMN actor varchar(50);
