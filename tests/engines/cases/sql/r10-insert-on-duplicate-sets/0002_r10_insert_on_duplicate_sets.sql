CREATE TABLE IF NOT EXISTS tag_counts (label varchar(100) PRIMARY KEY, n int NOT NULL DEFAULT 0);
INSERT INTO tag_counts (label, n) SELECT label, 1 FROM tags ON DUPLICATE KEY UPDATE n = VALUES(n);
