--liquibase formatted sql

--changeset anna:1
CREATE TABLE IF NOT EXISTS labels (id bigint PRIMARY KEY, text varchar(40) NOT NULL);
--rollback DROP TABLE labels;

--changeset anna:2
ALTER TABLE labels ADD COLUMN color varchar(7);
--rollback ALTER TABLE labels DROP COLUMN color;
