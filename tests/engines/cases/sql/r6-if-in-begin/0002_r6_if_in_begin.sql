BEGIN NOT ATOMIC
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'tags' AND column_name = 'color') THEN
    ALTER TABLE tags ADD COLUMN color char(7) NOT NULL DEFAULT '#000000';
    UPDATE tags SET color = '#ff0000' WHERE label = 'red';
  END IF;
END;
ALTER TABLE tags ADD INDEX tags_color (color);
