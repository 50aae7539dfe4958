INSERT INTO plans (name, price) SELECT status, total FROM orders WHERE status = 'open';
UPDATE orders SET status = 'done' WHERE status = 'open';
INSERT INTO orders (user_id, total, status) SELECT id, 1, 'open' FROM users WHERE name = 'Bob';
