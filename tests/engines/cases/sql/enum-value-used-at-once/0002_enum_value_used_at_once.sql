ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy';
UPDATE people SET mood = 'happy';
