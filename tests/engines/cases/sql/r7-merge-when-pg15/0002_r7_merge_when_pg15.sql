CREATE TABLE IF NOT EXISTS user_totals (user_id bigint PRIMARY KEY, total int NOT NULL);
MERGE INTO user_totals t USING (SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id) s ON t.user_id = s.user_id
  WHEN MATCHED THEN UPDATE SET total = t.total + s.total
  WHEN NOT MATCHED THEN INSERT (user_id, total) VALUES (s.user_id, s.total);
