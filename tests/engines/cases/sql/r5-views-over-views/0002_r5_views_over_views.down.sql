DROP VIEW v_open_totals;
DROP VIEW v_open_orders;
