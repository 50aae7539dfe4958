CREATE SEQUENCE ticket_number;
ALTER TABLE orders ALTER COLUMN total SET DEFAULT nextval('ticket_number');
