CREATE TABLE IF NOT EXISTS post_tags (post_id bigint NOT NULL, tag_id bigint NOT NULL);
ALTER TABLE post_tags ADD PRIMARY KEY (post_id, tag_id);
