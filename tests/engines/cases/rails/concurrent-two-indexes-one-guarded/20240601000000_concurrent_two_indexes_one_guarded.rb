class ConcurrentTwoIndexesOneGuarded < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_index :orders, :status, algorithm: :concurrently, if_not_exists: true
    add_index :orders, :total, algorithm: :concurrently
  end
end
