class MoveToOwnTable < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end
  class Payment < ActiveRecord::Base; end

  def up
    create_table :payments do |t|
      t.references :order, null: false, foreign_key: true
      t.integer :amount
    end

    Order.where(status: "paid").each do |order|
      Payment.create!(order_id: order.id, amount: order.total)
    end

    remove_column :orders, :total
  end

  def down
    add_column :orders, :total, :integer
    Payment.all.each do |payment|
      Order.where(id: payment.order_id).update_all(total: payment.amount)
    end
    drop_table :payments
  end
end
