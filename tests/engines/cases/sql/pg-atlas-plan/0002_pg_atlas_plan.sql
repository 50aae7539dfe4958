-- Modify "users" table
ALTER TABLE "users" DROP COLUMN "nickname", ADD COLUMN "display_name" character varying NOT NULL DEFAULT '';
-- Create index "users_display_name" to table: "users"
CREATE INDEX "users_display_name" ON "users" ("display_name");
-- Drop "plans" table
DROP TABLE "plans";
