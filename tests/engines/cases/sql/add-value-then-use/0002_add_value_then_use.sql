CREATE TYPE ticket_kind AS ENUM ('bug', 'feature');
ALTER TABLE posts ADD COLUMN kind ticket_kind NOT NULL DEFAULT 'bug';
ALTER TYPE ticket_kind ADD VALUE IF NOT EXISTS 'question' BEFORE 'feature';
UPDATE posts SET kind = 'question' WHERE title LIKE '%?';
