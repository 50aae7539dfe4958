CREATE UNIQUE INDEX CONCURRENTLY users_email_new ON users (email, name);
DROP INDEX IF EXISTS users_email_idx;
ALTER INDEX users_email_new RENAME TO users_email_idx;
