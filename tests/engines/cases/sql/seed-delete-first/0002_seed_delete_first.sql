DELETE FROM plans WHERE name IN ('team', 'solo');
INSERT INTO plans (name, price) VALUES ('team', 30), ('solo', 3);
