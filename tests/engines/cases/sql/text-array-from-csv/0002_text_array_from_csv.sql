ALTER TABLE posts ADD COLUMN IF NOT EXISTS tag_list text DEFAULT 'a,b';
ALTER TABLE posts ALTER COLUMN tag_list DROP DEFAULT, ALTER COLUMN tag_list TYPE text[] USING string_to_array(tag_list, ',');
