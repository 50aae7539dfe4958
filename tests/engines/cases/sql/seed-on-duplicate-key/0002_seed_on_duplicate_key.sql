INSERT INTO tags (label) VALUES ('new') ON DUPLICATE KEY UPDATE label = VALUES(label);
INSERT INTO plans (name, price) VALUES ('pro', 20) ON DUPLICATE KEY UPDATE price = VALUES(price);
