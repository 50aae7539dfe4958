CREATE OR REPLACE TABLE tags (id int PRIMARY KEY, label varchar(100));
