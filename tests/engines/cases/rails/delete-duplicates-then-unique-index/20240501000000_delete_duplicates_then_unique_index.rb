class DeleteDuplicatesThenUniqueIndex < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      DELETE FROM plans WHERE id NOT IN (SELECT id FROM (SELECT MIN(id) AS id FROM plans GROUP BY name) AS kept)
    SQL
    add_index :plans, :name, unique: true
  end

  def down
    remove_index :plans, :name
  end
end
