INSERT INTO plans (name, price)
SELECT * FROM (SELECT 'pro' AS name, 20 AS price) AS tmp
WHERE NOT EXISTS (SELECT name FROM plans WHERE name = 'pro') LIMIT 1;
