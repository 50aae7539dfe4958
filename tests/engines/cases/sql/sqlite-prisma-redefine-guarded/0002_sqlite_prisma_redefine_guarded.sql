PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
DROP TABLE IF EXISTS "new_tags";
CREATE TABLE "new_tags" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "label" TEXT NOT NULL DEFAULT ''
);
INSERT INTO "new_tags" ("id", "label") SELECT "id", coalesce("label", '') AS "label" FROM "tags";
DROP TABLE "tags";
ALTER TABLE "new_tags" RENAME TO "tags";
CREATE UNIQUE INDEX "tags_label_key" ON "tags"("label");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
