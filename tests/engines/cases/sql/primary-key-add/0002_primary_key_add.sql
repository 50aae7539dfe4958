CREATE TABLE IF NOT EXISTS pairs (a int, b int);
ALTER TABLE pairs ADD PRIMARY KEY (a, b);
