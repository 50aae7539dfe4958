CREATE VIRTUAL TABLE IF NOT EXISTS posts_search USING fts5(title, body, content='posts', content_rowid='id');
CREATE TRIGGER IF NOT EXISTS posts_ai AFTER INSERT ON posts BEGIN
  INSERT INTO posts_search(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
INSERT INTO posts_search(posts_search) VALUES('rebuild');
