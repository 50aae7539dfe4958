-- +goose Up
-- +goose StatementBegin
CREATE TYPE ticket_state AS ENUM ('open', 'closed');
-- +goose StatementEnd
CREATE TABLE tickets (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE, state ticket_state NOT NULL DEFAULT 'open', opened_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX tickets_open ON tickets (user_id) WHERE state = 'open';

-- +goose Down
DROP TABLE tickets;
