BEGIN;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';
COMMIT;
UPDATE people SET mood = 'calm'::mood WHERE mood = 'sad';
