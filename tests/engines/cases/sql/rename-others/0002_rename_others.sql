ALTER INDEX posts_title RENAME TO posts_by_title;
ALTER TABLE orders RENAME CONSTRAINT orders_user TO orders_user_fk;
