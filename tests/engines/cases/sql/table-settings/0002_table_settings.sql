ALTER TABLE orders SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE orders ALTER COLUMN status SET STATISTICS 500;
ALTER TABLE orders REPLICA IDENTITY FULL;
ALTER TABLE orders CLUSTER ON orders_pkey;
ALTER TABLE posts ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER INDEX posts_title SET (fillfactor = 80);
