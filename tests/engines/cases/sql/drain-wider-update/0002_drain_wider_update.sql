INSERT INTO plans (name, price) SELECT status, total FROM orders WHERE status = 'open' AND total > 10;
UPDATE orders SET status = 'done' WHERE status = 'open';
