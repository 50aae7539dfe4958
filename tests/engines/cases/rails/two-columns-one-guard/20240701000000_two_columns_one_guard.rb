class TwoColumnsOneGuard < ActiveRecord::Migration[6.1]
  def up
    unless column_exists?(:orders, :currency)
      add_column :orders, :currency, :string, default: "EUR"
      add_column :orders, :rate, :decimal, precision: 10, scale: 4
    end
  end

  def down
    remove_column :orders, :rate
    remove_column :orders, :currency
  end
end
