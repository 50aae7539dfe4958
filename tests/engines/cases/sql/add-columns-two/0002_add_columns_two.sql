ALTER TABLE users ADD COLUMN age int;
ALTER TABLE users ADD COLUMN city varchar(50);
