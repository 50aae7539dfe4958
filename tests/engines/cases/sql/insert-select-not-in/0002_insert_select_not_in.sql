INSERT INTO tags (label) SELECT DISTINCT status FROM orders WHERE status NOT IN (SELECT label FROM tags);
