class TriggerAndFunction < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE OR REPLACE FUNCTION touch_user() RETURNS trigger AS $$
      BEGIN
        UPDATE users SET logins = logins WHERE id = NEW.user_id;
        RETURN NEW;
      END;
      $$ LANGUAGE plpgsql;
    SQL
    execute <<~SQL
      CREATE TRIGGER posts_touch_user
      AFTER INSERT ON posts
      FOR EACH ROW EXECUTE PROCEDURE touch_user();
    SQL
  end

  def down
    execute "DROP TRIGGER posts_touch_user ON posts; DROP FUNCTION touch_user();"
  end
end
