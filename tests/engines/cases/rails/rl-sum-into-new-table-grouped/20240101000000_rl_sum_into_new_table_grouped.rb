class RlSumIntoNewTableGrouped < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end
  class Balance < ActiveRecord::Base; end

  def up
    create_table(:balances) { |t| t.bigint :user_id; t.integer :total } unless table_exists?(:balances)
    Balance.reset_column_information
    Order.group(:user_id).sum(:total).each do |user_id, total|
      Balance.create!(user_id: user_id, total: total)
    end
  end

  def down
    drop_table :balances
  end
end
