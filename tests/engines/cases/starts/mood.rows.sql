INSERT INTO people (name, mood) VALUES ('Ada', 'ok');
