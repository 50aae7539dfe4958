class MaterializedView < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE MATERIALIZED VIEW totals AS SELECT user_id, SUM(total) AS total FROM orders GROUP BY user_id
    SQL
    add_index :totals, :user_id, unique: true
  end

  def down
    execute "DROP MATERIALIZED VIEW totals"
  end
end
