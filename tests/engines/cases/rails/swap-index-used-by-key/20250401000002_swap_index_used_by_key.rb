class SwapIndexUsedByKey < ActiveRecord::Migration[6.1]
  def change
    add_index :orders, [:user_id, :status], name: "idx_orders_user_status"
    remove_index :orders, column: :user_id
  end
end
