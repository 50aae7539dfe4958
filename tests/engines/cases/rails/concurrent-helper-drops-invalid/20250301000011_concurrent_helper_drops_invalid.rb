class ConcurrentHelperDropsInvalid < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    safely_add_index :orders, [:user_id, :status], "index_orders_on_user_and_status"
    safely_add_index :posts, [:user_id, :state], "index_posts_on_user_and_state"
  end

  def down
    remove_index :orders, name: "index_orders_on_user_and_status", if_exists: true
    remove_index :posts, name: "index_posts_on_user_and_state", if_exists: true
  end

  private

  def safely_add_index(table, columns, name)
    execute "DROP INDEX CONCURRENTLY IF EXISTS #{name}"
    add_index table, columns, name: name, algorithm: :concurrently
  end
end
