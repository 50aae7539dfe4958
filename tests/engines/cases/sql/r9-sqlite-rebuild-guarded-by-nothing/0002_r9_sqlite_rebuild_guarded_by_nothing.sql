PRAGMA foreign_keys = OFF;
CREATE TABLE IF NOT EXISTS plans_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER NOT NULL DEFAULT 0);
INSERT OR IGNORE INTO plans_new (id, name, price) SELECT id, coalesce(name, ''), coalesce(price, 0) FROM plans;
DROP TABLE IF EXISTS plans;
ALTER TABLE plans_new RENAME TO plans;
PRAGMA foreign_keys = ON;
