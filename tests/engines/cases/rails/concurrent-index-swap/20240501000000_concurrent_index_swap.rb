class ConcurrentIndexSwap < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_index :posts, [:title, :state], algorithm: :concurrently
    remove_index :posts, :title, algorithm: :concurrently
  end

  def down
    add_index :posts, :title, algorithm: :concurrently
    remove_index :posts, [:title, :state], algorithm: :concurrently
  end
end
