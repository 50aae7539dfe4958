INSERT INTO plans (name, price) SELECT status, total FROM orders WHERE status = 'paid';
DELETE FROM orders WHERE status = 'paid';
