class PriceToCentsDropOld < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_column :plans, :price_cents, :integer, if_not_exists: true
    if column_exists?(:plans, :price)
      execute "UPDATE plans SET price_cents = price * 100"
      remove_column :plans, :price
    end
  end

  def down
    add_column :plans, :price, :integer
    execute "UPDATE plans SET price = price_cents / 100"
    remove_column :plans, :price_cents
  end
end
