class R9ConcurrentUniqueIndex < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_index :users, "lower(email)", unique: true, name: "users_lower_email", algorithm: :concurrently, if_not_exists: true
  end
end
