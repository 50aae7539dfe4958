CREATE TABLE profiles (id int PRIMARY KEY, settings jsonb NOT NULL DEFAULT '{}');
