INSERT OR IGNORE INTO tags (label) VALUES ('green');
INSERT OR REPLACE INTO tags (label) VALUES ('red');
INSERT OR IGNORE INTO plans (name, price) VALUES ('free', 0);
