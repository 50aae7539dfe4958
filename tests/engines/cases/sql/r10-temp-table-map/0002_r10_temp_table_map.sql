CREATE TEMP TABLE status_map (old text, new text);
INSERT INTO status_map VALUES ('open', 'pending'), ('paid', 'done');
UPDATE orders SET status = m.new FROM status_map m WHERE orders.status = m.old;
DROP TABLE status_map;
