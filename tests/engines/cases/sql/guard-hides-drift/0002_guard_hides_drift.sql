CREATE TABLE IF NOT EXISTS ratings (id int, stars int, rated_at date);
CREATE INDEX IF NOT EXISTS ratings_rated ON ratings (rated_at);
