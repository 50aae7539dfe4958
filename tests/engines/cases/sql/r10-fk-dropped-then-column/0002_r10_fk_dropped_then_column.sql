ALTER TABLE orders DROP FOREIGN KEY orders_user;
ALTER TABLE orders DROP INDEX orders_user;
ALTER TABLE orders DROP COLUMN user_id;
