COMMENT ON TABLE orders IS 'What was bought';
COMMENT ON COLUMN orders.total IS 'cents';
ALTER TABLE orders SET (fillfactor = 80);
ALTER TABLE orders ALTER COLUMN total SET STATISTICS 200;
GRANT SELECT ON orders TO PUBLIC;
ANALYZE orders;
