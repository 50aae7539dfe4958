class MaterializedViewRefreshed < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE MATERIALIZED VIEW IF NOT EXISTS order_totals AS
        SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id
    SQL
    add_index :order_totals, :user_id, unique: true, if_not_exists: true
  end

  def down
    execute "DROP MATERIALIZED VIEW order_totals"
  end
end
