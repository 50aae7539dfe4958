CREATE TYPE size AS ENUM ('s', 'm', 'l');
CREATE TABLE IF NOT EXISTS shirts (id serial PRIMARY KEY, size size NOT NULL);
