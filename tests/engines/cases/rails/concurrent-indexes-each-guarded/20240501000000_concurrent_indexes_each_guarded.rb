class ConcurrentIndexesEachGuarded < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_index :posts, :user_id, algorithm: :concurrently, if_not_exists: true
    add_index :posts, :state, algorithm: :concurrently, if_not_exists: true, where: "state = 0"
  end

  def down
    remove_index :posts, :user_id, algorithm: :concurrently, if_exists: true
    remove_index :posts, :state, algorithm: :concurrently, if_exists: true
  end
end
