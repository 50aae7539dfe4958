INSERT IGNORE INTO tags (label) VALUES ('green');
INSERT IGNORE INTO plans (name, price) VALUES ('free', 0);
INSERT INTO tags (label) VALUES ('black') ON DUPLICATE KEY UPDATE id = id;
REPLACE INTO tags (label) VALUES ('red');
