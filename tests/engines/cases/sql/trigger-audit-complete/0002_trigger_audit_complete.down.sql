DROP TRIGGER users_audit ON users;
DROP FUNCTION write_audit();
DROP TABLE audit;
