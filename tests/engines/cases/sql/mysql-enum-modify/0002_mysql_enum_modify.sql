ALTER TABLE orders MODIFY COLUMN status ENUM('open', 'paid', 'void') NOT NULL DEFAULT 'open';
UPDATE orders SET status = 'void' WHERE total = 0;
ALTER TABLE orders MODIFY total bigint unsigned;
