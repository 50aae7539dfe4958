CREATE SCHEMA billing;
CREATE TABLE billing.invoices (id serial PRIMARY KEY);
