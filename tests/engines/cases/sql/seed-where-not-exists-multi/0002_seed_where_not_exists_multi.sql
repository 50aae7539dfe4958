INSERT INTO plans (name, price) SELECT 'team', 30 WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'team');
INSERT INTO plans (name, price) SELECT 'solo', 3 WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'team');
