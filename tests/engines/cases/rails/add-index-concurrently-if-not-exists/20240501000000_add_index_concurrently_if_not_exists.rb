class AddIndexConcurrentlyIfNotExists < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_index :users, :email, unique: true, algorithm: :concurrently, if_not_exists: true
  end
end
