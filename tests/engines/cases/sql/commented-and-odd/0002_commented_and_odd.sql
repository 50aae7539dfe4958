/* drop the old thing; keep the new one */
DROP VIEW IF EXISTS "Report-2020";
CREATE VIEW "Report-2020" AS SELECT 1 AS "the;semicolon", 'it''s' AS quoted;
ALTER TABLE IF EXISTS no_such_table ADD COLUMN IF NOT EXISTS x int;
ALTER TABLE ONLY public.orders ADD COLUMN IF NOT EXISTS "weird ""name""" text;
