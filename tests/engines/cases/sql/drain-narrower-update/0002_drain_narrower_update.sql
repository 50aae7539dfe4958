INSERT INTO plans (name, price) SELECT status, total FROM orders WHERE status = 'open';
UPDATE orders SET status = 'done' WHERE status = 'open' AND total > 5000;
