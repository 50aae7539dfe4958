DELETE FROM plans a USING plans b WHERE a.id > b.id AND a.name = b.name;
CREATE UNIQUE INDEX IF NOT EXISTS plans_name ON plans (name);
TRUNCATE orders;
