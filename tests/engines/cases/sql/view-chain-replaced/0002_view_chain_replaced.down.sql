DROP VIEW open_totals;
DROP VIEW open_orders;
