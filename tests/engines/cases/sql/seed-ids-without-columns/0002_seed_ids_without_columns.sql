INSERT INTO plans VALUES (100, 'team', 30);
