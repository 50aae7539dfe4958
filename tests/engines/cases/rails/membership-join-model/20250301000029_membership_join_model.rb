class MembershipJoinModel < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end
  class Purchase < ActiveRecord::Base; end

  def up
    create_table :purchases do |t|
      t.bigint :user_id, null: false
      t.integer :amount
    end

    Order.where.not(user_id: nil).group(:user_id).sum(:total).each do |user_id, amount|
      Purchase.create!(user_id: user_id, amount: amount)
    end

    add_foreign_key :purchases, :users
  end

  def down
    drop_table :purchases
  end
end
