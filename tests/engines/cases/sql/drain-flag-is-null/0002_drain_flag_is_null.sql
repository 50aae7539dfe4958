ALTER TABLE plans ADD COLUMN note varchar(50);
INSERT INTO tags (label) SELECT CONCAT('plan-', name) FROM plans WHERE note IS NULL;
UPDATE plans SET note = 'tagged' WHERE note IS NULL;
