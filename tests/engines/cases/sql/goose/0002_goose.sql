-- +goose Up
-- +goose StatementBegin
CREATE TABLE notes (id int PRIMARY KEY);
-- +goose StatementEnd

-- +goose Down
DROP TABLE notes;
