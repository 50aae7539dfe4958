-- +goose Up
-- +goose StatementBegin
CREATE PROCEDURE close_orders() LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET status = 'closed' WHERE status = 'open';
END $$;
-- +goose StatementEnd
ALTER TABLE orders ADD COLUMN closed_by bigint;

-- +goose Down
ALTER TABLE orders DROP COLUMN closed_by;
DROP PROCEDURE close_orders();
