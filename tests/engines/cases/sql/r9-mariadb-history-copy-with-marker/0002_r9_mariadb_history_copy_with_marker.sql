CREATE TABLE IF NOT EXISTS order_history (
  order_id bigint NOT NULL,
  status varchar(20),
  noted_at datetime NOT NULL DEFAULT current_timestamp()
);
INSERT INTO order_history (order_id, status)
SELECT o.id, o.status FROM orders o
LEFT JOIN order_history h ON h.order_id = o.id
WHERE h.order_id IS NULL;
