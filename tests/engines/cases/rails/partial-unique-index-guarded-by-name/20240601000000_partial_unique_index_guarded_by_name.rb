class PartialUniqueIndexGuardedByName < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  INDEX = "idx_orders_open_per_user"

  def up
    return if index_name_exists?(:orders, INDEX)

    add_index :orders, :user_id, unique: true, where: "status = 'open'", name: INDEX, algorithm: :concurrently
  end

  def down
    remove_index :orders, name: INDEX, algorithm: :concurrently, if_exists: true
  end
end
