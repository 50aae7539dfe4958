DROP VIEW IF EXISTS v_open_orders;
CREATE VIEW v_open_orders AS SELECT o.id, o.total, u.name FROM orders o JOIN users u ON u.id = o.user_id WHERE o.status = 'open';
CREATE VIEW IF NOT EXISTS v_open_totals AS SELECT name, sum(total) AS total FROM v_open_orders GROUP BY name;
