class GuardByAnyIndex < ActiveRecord::Migration[6.1]
  def up
    unless connection.indexes(:orders).any? { |index| index.name == "orders_by_status" }
      add_index :orders, :status, name: "orders_by_status"
    end
  end

  def down
    remove_index :orders, name: "orders_by_status"
  end
end
