class MoneyInCentsSameColumn < ActiveRecord::Migration[6.1]
  def up
    execute "UPDATE orders SET total = total * 100"
  end

  def down
    execute "UPDATE orders SET total = total / 100"
  end
end
