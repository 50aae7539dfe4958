class R9PriceToCentsUpDown < ActiveRecord::Migration[6.1]
  def up
    execute "UPDATE plans SET price = price * 100"
    rename_column :plans, :price, :price_cents
  end

  def down
    rename_column :plans, :price_cents, :price
    execute "UPDATE plans SET price = price / 100"
  end
end
