CREATE TEMP TABLE new_plans (name text, price int) ON COMMIT PRESERVE ROWS;
INSERT INTO new_plans VALUES ('basic', 12), ('pro', 40);
UPDATE plans p SET price = n.price FROM new_plans n WHERE n.name = p.name;
INSERT INTO plans (name, price) SELECT n.name, n.price FROM new_plans n LEFT JOIN plans p ON p.name = n.name WHERE p.id IS NULL;
DROP TABLE new_plans;
