MERGE INTO plans p USING (VALUES ('team', 30)) AS v(name, price) ON p.name = v.name
WHEN MATCHED THEN UPDATE SET price = v.price
WHEN NOT MATCHED THEN INSERT (name, price) VALUES (v.name, v.price);
