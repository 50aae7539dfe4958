WITH new (name) AS (VALUES ('free'), ('pro'))
INSERT INTO plans (name) SELECT name FROM new n WHERE NOT EXISTS (SELECT 1 FROM plans p WHERE p.name = n.name);
