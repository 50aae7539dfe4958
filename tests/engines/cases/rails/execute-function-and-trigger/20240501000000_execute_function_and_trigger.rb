class ExecuteFunctionAndTrigger < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.created_at := now();
        RETURN NEW;
      END;
      $$;
      CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
    SQL
  end

  def down
    execute "DROP TRIGGER users_touch ON users"
    execute "DROP FUNCTION touch()"
  end
end
