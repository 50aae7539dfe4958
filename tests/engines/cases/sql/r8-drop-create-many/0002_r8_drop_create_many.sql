DROP TABLE IF EXISTS label_uses;
CREATE TABLE IF NOT EXISTS label_uses (
    id int NOT NULL PRIMARY KEY,
    label varchar(50) NOT NULL
);
CREATE INDEX idx_label_uses_label ON label_uses (label);

DROP TABLE IF EXISTS label_colours;
CREATE TABLE IF NOT EXISTS label_colours (
    id int NOT NULL PRIMARY KEY,
    colour varchar(20) NOT NULL DEFAULT ''
);
INSERT INTO label_colours (id, colour) VALUES (1, 'red'), (2, 'blue');
