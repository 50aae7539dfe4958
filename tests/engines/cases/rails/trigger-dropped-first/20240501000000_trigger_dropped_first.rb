class TriggerDroppedFirst < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE OR REPLACE FUNCTION touch_user() RETURNS trigger AS $$
      BEGIN
        RETURN NEW;
      END;
      $$ LANGUAGE plpgsql;
      DROP TRIGGER IF EXISTS posts_touch_user ON posts;
      CREATE TRIGGER posts_touch_user BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION touch_user();
    SQL
  end

  def down
    execute "DROP TRIGGER IF EXISTS posts_touch_user ON posts"
    execute "DROP FUNCTION IF EXISTS touch_user()"
  end
end
