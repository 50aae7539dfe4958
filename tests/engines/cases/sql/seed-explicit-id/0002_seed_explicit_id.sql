INSERT INTO plans (id, name, price) VALUES (100, 'free', 0);
