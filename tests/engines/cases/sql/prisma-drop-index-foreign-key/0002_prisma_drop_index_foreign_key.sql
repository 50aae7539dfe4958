-- DropForeignKey
ALTER TABLE "orders" DROP CONSTRAINT "orders_user";
-- DropIndex
DROP INDEX "posts_title";
-- AlterTable
ALTER TABLE "posts" DROP COLUMN "views",
ADD COLUMN     "slug" TEXT;
-- CreateIndex
CREATE UNIQUE INDEX "posts_slug_key" ON "posts"("slug");
