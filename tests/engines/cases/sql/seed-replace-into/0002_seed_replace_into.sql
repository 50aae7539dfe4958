REPLACE INTO tags (label) VALUES ('new');
REPLACE INTO plans (id, name, price) VALUES (9, 'pro', 20);
