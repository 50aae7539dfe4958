ALTER TABLE orders ALTER COLUMN status TYPE varchar(20);
DROP TYPE order_state;
