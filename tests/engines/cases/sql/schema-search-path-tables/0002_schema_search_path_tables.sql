CREATE SCHEMA IF NOT EXISTS billing;
SET LOCAL search_path TO billing, public;
CREATE TABLE invoices (id bigserial PRIMARY KEY, order_id bigint);
CREATE INDEX IF NOT EXISTS invoices_order ON invoices (order_id);
