class AddIndexConcurrentlyRemoveFirst < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    remove_index :users, name: :index_users_on_email, algorithm: :concurrently, if_exists: true
    add_index :users, :email, unique: true, algorithm: :concurrently
  end

  def down
    remove_index :users, name: :index_users_on_email, algorithm: :concurrently, if_exists: true
  end
end
