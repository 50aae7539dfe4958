-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION add_one(n int) RETURNS int AS $$
BEGIN
  RETURN n + 1;
END;
$$ LANGUAGE plpgsql;
-- +goose StatementEnd
ALTER TABLE users ADD COLUMN score int NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE users DROP COLUMN score;
DROP FUNCTION add_one(int);
