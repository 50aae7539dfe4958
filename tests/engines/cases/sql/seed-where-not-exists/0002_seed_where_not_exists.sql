INSERT INTO plans (name, price) SELECT 'free', 0 WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'free');
