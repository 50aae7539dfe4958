SET lock_timeout = '5s';
DROP INDEX CONCURRENTLY IF EXISTS orders_user_status_tmp;
CREATE INDEX CONCURRENTLY orders_user_status_tmp ON orders (user_id, status);
DROP INDEX CONCURRENTLY IF EXISTS orders_user_status;
ALTER INDEX orders_user_status_tmp RENAME TO orders_user_status;
