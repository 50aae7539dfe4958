CREATE TABLE "Order Items" ("Item No" int PRIMARY KEY);
CREATE INDEX "Item No Index" ON "Order Items" ("Item No");
