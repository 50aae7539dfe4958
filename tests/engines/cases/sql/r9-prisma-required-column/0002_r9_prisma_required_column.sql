/*
  Warnings:

  - Added the required column `slug` to the `posts` table without a default value.
*/
-- AlterTable
ALTER TABLE "posts" ADD COLUMN "slug" TEXT;

UPDATE "posts" SET "slug" = lower(replace("title", ' ', '-')) || '-' || "id" WHERE "slug" IS NULL;

ALTER TABLE "posts" ALTER COLUMN "slug" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "posts_slug_key" ON "posts"("slug");
