class SelectValuesEachInsertExisting < ActiveRecord::Migration[6.1]
  def up
    select_values("SELECT id FROM users").each do |id|
      execute "INSERT INTO orders (user_id, status, total) VALUES (#{id}, 'backfill', 0)"
    end
  end

  def down
    execute "DELETE FROM orders WHERE status = 'backfill'"
  end
end
