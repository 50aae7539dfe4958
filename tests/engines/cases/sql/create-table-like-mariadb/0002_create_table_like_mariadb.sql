CREATE TABLE users_copy LIKE users;
