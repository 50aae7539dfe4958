CREATE TEMPORARY TABLE fixes (id bigint, label varchar(100));
INSERT INTO fixes VALUES (1, 'crimson');
UPDATE tags SET label = (SELECT f.label FROM fixes f WHERE f.id = tags.id) WHERE id IN (SELECT id FROM fixes);
DROP TABLE fixes;
