-- +goose Up
-- +goose StatementBegin
CREATE TYPE order_status AS ENUM ('open', 'paid', 'void');
ALTER TABLE orders
  ALTER COLUMN status DROP DEFAULT,
  ALTER COLUMN status TYPE order_status USING (CASE status WHEN 'open' THEN 'open' WHEN 'paid' THEN 'paid' ELSE 'void' END)::order_status,
  ALTER COLUMN status SET DEFAULT 'open';
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
ALTER TABLE orders ALTER COLUMN status DROP DEFAULT, ALTER COLUMN status TYPE varchar(20) USING status::text;
DROP TYPE order_status;
-- +goose StatementEnd
