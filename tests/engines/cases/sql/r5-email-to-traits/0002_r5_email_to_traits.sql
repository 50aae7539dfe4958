ALTER TABLE users ADD COLUMN traits jsonb;
UPDATE users SET traits = jsonb_build_object('email', email, 'nick', nickname);
ALTER TABLE users ALTER COLUMN traits SET NOT NULL;
ALTER TABLE users DROP COLUMN email;
