DROP TABLE IF EXISTS _plans_old;
ALTER TABLE plans RENAME TO _plans_old;
CREATE TABLE plans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  price INTEGER NOT NULL DEFAULT 0 CHECK (price >= 0),
  row_status TEXT NOT NULL CHECK (row_status IN ('NORMAL', 'ARCHIVED')) DEFAULT 'NORMAL'
);
INSERT INTO plans (id, name, price) SELECT id, name, coalesce(price, 0) FROM _plans_old;
DROP TABLE IF EXISTS _plans_old;
