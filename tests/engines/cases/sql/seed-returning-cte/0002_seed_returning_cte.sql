WITH plan AS (
  INSERT INTO plans (name, price) VALUES ('team', 30) RETURNING id
)
INSERT INTO tags (label) SELECT 'plan-' || id FROM plan;
