CREATE VIEW IF NOT EXISTS open_orders AS SELECT * FROM orders WHERE status = 'open';
CREATE TRIGGER posts_views AFTER UPDATE ON posts BEGIN UPDATE posts SET views = 0 WHERE id = NEW.id AND views IS NULL; END;
