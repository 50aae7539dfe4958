ALTER TABLE posts ALTER COLUMN title TYPE text[] USING string_to_array(title, ',');
