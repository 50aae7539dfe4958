ALTER TABLE tags ADD COLUMN position int;
CREATE SEQUENCE tags_position_seq OWNED BY tags.position;
ALTER TABLE tags ALTER COLUMN position SET DEFAULT nextval('tags_position_seq');
UPDATE tags SET position = nextval('tags_position_seq');
