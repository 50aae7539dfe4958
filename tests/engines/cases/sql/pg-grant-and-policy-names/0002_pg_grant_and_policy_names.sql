ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS "Authors can edit" ON posts;
CREATE POLICY "Authors can edit" ON posts FOR UPDATE USING (user_id = 1);
ALTER POLICY "Authors can edit" ON posts RENAME TO "Owners can edit";
