class MoneyInCents < ActiveRecord::Migration[6.1]
  def up
    add_column :plans, :price_cents, :integer
    execute "UPDATE plans SET price_cents = price * 100"
    remove_column :plans, :price
  end

  def down
    add_column :plans, :price, :integer
    execute "UPDATE plans SET price = price_cents / 100"
    remove_column :plans, :price_cents
  end
end
