UPDATE posts SET body = json_object('text', body) WHERE json_valid(body) = 0;
ALTER TABLE posts ADD COLUMN body_text TEXT GENERATED ALWAYS AS (json_extract(body, '$.text')) VIRTUAL;
CREATE INDEX posts_body_text ON posts (body_text);
