ALTER TABLE orders MODIFY status ENUM('open', 'paid', 'shipped') NOT NULL DEFAULT 'open';
UPDATE orders SET status = 'shipped' WHERE status = 'paid' AND total > 1000;
