DROP TRIGGER posts_views;
DROP VIEW open_orders;
