class PublicIdBackfillSecureRandom < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Order < ActiveRecord::Base
    self.table_name = :orders
  end

  def up
    add_column :orders, :public_id, :string, if_not_exists: true
    Order.reset_column_information

    Order.where(public_id: nil).in_batches(of: 500) do |batch|
      batch.each { |order| order.update_columns(public_id: SecureRandom.uuid) }
    end

    change_column_null :orders, :public_id, false
    add_index :orders, :public_id, unique: true, if_not_exists: true
  end

  def down
    remove_index :orders, :public_id, if_exists: true
    remove_column :orders, :public_id, if_exists: true
  end
end
