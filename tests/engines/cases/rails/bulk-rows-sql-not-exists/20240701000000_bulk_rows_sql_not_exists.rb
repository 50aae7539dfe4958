class BulkRowsSqlNotExists < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      INSERT INTO plans (name, price)
      SELECT 'gold', 100 WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'gold')
    SQL
  end

  def down
    execute "DELETE FROM plans WHERE name = 'gold'"
  end
end
