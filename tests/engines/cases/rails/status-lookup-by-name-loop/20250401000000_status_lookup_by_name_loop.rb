class StatusLookupByNameLoop < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end
  class OrderStatus < ActiveRecord::Base; end

  def up
    create_table(:order_statuses) { |t| t.string :name, null: false, index: { unique: true } }
    add_reference :orders, :order_status, foreign_key: true

    Order.distinct.pluck(:status).compact.each do |name|
      status = OrderStatus.create!(name: name)
      Order.where(status: name).update_all(order_status_id: status.id)
    end

    remove_column :orders, :status
  end

  def down
    add_column :orders, :status, :string
    execute "UPDATE orders SET status = (SELECT name FROM order_statuses WHERE order_statuses.id = orders.order_status_id)"
    remove_reference :orders, :order_status, foreign_key: true
    drop_table :order_statuses
  end
end
