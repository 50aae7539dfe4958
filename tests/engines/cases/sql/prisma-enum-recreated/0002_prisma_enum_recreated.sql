-- AlterEnum
BEGIN;
CREATE TYPE "Mood_new" AS ENUM ('sad', 'ok', 'fine');
ALTER TABLE "people" ALTER COLUMN "mood" DROP DEFAULT;
ALTER TABLE "people" ALTER COLUMN "mood" TYPE "Mood_new" USING ("mood"::text::"Mood_new");
ALTER TYPE "mood" RENAME TO "Mood_old";
ALTER TYPE "Mood_new" RENAME TO "mood";
DROP TYPE "Mood_old";
ALTER TABLE "people" ALTER COLUMN "mood" SET DEFAULT 'sad';
COMMIT;
