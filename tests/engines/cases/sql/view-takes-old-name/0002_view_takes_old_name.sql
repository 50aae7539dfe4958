ALTER TABLE IF EXISTS plans RENAME TO tariffs;
CREATE OR REPLACE VIEW plans AS SELECT id, name, price FROM tariffs;
CREATE OR REPLACE VIEW cheap_plans AS SELECT id, name FROM plans WHERE price < 20;
