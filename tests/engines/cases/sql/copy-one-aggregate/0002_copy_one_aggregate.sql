CREATE TABLE totals (what varchar(20), n bigint);
INSERT INTO totals (what, n) SELECT 'orders', count(*) FROM orders;
