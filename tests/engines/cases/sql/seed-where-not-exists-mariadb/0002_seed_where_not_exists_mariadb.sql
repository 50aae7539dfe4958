INSERT INTO plans (name, price) SELECT 'free', 0 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'free');
