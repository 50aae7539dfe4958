BEGIN;
INSERT INTO plans (name, price) SELECT status, total FROM orders WHERE status = 'open';
UPDATE orders SET status = 'billed' WHERE status = 'open';
COMMIT;
