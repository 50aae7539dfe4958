INSERT INTO tags (label) VALUES ('green');
