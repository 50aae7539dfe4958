INSERT INTO plans SET name = 'pro', price = 20;
INSERT IGNORE INTO tags SET label = 'new';
