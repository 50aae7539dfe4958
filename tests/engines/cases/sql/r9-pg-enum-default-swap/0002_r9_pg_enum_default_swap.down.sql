ALTER TABLE plans DROP COLUMN tier;
DROP TYPE plan_tier;
