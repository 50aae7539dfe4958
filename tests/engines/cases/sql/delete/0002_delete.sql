DELETE FROM orders WHERE status = 'paid';
