class PartialIndexSql < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE UNIQUE INDEX IF NOT EXISTS index_orders_open_per_user
      ON orders (user_id) WHERE status = 'open'
    SQL
  end

  def down
    execute "DROP INDEX IF EXISTS index_orders_open_per_user"
  end
end
