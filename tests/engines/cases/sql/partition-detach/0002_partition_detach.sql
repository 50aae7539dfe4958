ALTER TABLE measures DETACH PARTITION measures_old;
DROP TABLE IF EXISTS measures_old;
