CREATE TYPE ticket_state AS ENUM ('opened', 'done');
CREATE TABLE IF NOT EXISTS tickets (id int PRIMARY KEY, state ticket_state NOT NULL DEFAULT 'opened');
UPDATE tickets SET state = 'done' WHERE state = 'opened' AND id < 10;
ALTER TYPE ticket_state RENAME VALUE 'opened' TO 'open';
