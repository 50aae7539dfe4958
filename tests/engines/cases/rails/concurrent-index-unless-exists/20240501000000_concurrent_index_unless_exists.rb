class ConcurrentIndexUnlessExists < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_index :posts, [:user_id, :state], algorithm: :concurrently unless index_exists?(:posts, [:user_id, :state])
  end
end
