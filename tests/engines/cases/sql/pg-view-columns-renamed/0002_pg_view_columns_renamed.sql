CREATE OR REPLACE VIEW order_lines AS SELECT id, user_id AS buyer, total FROM orders;
ALTER VIEW order_lines RENAME COLUMN buyer TO buyer_id;
ALTER VIEW order_lines RENAME TO purchase_lines;
