ALTER TABLE orders
  DROP FOREIGN KEY orders_user,
  DROP INDEX orders_user,
  CHANGE status state varchar(32) CHARACTER SET ascii NOT NULL DEFAULT 'open',
  ADD COLUMN changed datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
  ADD INDEX user_state_index (user_id, state);
