DELETE FROM plans WHERE name IN ('free', 'pro');
