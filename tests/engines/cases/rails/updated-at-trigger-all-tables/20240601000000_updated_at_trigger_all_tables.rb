class UpdatedAtTriggerAllTables < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE OR REPLACE FUNCTION touch_row() RETURNS trigger AS $$
      BEGIN
        NEW.created_at = COALESCE(NEW.created_at, now());
        RETURN NEW;
      END;
      $$ LANGUAGE plpgsql;
    SQL

    %w[users].each do |table|
      execute "DROP TRIGGER IF EXISTS #{table}_touch ON #{table}"
      execute "CREATE TRIGGER #{table}_touch BEFORE INSERT ON #{table} FOR EACH ROW EXECUTE FUNCTION touch_row()"
    end
  end

  def down
    %w[users].each { |table| execute "DROP TRIGGER IF EXISTS #{table}_touch ON #{table}" }
    execute "DROP FUNCTION IF EXISTS touch_row()"
  end
end
