CREATE VIRTUAL TABLE IF NOT EXISTS posts_fts USING fts5(title, body, content='posts', content_rowid='id');
INSERT INTO posts_fts(posts_fts) VALUES ('rebuild');
