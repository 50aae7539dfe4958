INSERT INTO plans (name, price)
SELECT v.name, v.price
FROM (VALUES ('pro', 20), ('team', 50)) AS v (name, price)
WHERE NOT EXISTS (SELECT 1 FROM plans p WHERE p.name = v.name);
