CREATE TABLE "_users_tmp" (
"id" integer PRIMARY KEY AUTOINCREMENT,
"name" varchar(100),
"email" varchar(100) NOT NULL DEFAULT '',
"logins" int DEFAULT 0
);
INSERT INTO "_users_tmp" (id, name, email, logins) SELECT id, name, email, logins FROM "users";
DROP TABLE "users";
ALTER TABLE "_users_tmp" RENAME TO "users";
