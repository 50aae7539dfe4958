CREATE TABLE IF NOT EXISTS weekdays (n int PRIMARY KEY, name varchar(10));
TRUNCATE TABLE weekdays;
INSERT INTO weekdays (n, name) VALUES (1, 'Mon'), (2, 'Tue');
