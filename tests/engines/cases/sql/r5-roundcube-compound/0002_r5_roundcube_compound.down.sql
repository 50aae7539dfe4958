ALTER TABLE orders DROP INDEX user_state_index, DROP COLUMN changed, CHANGE state status varchar(20);
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
