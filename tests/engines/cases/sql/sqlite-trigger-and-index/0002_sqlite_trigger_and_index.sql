CREATE TABLE IF NOT EXISTS audit (id integer PRIMARY KEY, table_name text NOT NULL, row_id integer, at text DEFAULT CURRENT_TIMESTAMP);
CREATE TRIGGER IF NOT EXISTS audit_orders AFTER INSERT ON orders BEGIN
  INSERT INTO audit (table_name, row_id) VALUES ('orders', new.id);
END;
CREATE INDEX IF NOT EXISTS audit_by_table ON audit (table_name, row_id);
CREATE VIEW IF NOT EXISTS latest_audit AS SELECT table_name, max(at) AS at FROM audit GROUP BY table_name;
