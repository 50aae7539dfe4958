CREATE TABLE places (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL, at point NOT NULL, SPATIAL INDEX places_at (at), FULLTEXT KEY places_name (name)) ENGINE=InnoDB;
ALTER TABLE users ADD COLUMN secret varchar(64) INVISIBLE;
