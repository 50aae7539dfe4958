CREATE TABLE plan_backup AS SELECT * FROM plans;
DELETE FROM plans WHERE price IS NULL;
DROP TABLE plan_backup;
