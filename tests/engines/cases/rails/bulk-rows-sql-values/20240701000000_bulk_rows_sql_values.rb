class BulkRowsSqlValues < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      INSERT INTO plans (name, price) VALUES ('gold', 100), ('silver', 50)
    SQL
  end

  def down
    execute "DELETE FROM plans WHERE name IN ('gold', 'silver')"
  end
end
