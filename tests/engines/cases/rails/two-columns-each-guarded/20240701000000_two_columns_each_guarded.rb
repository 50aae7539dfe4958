class TwoColumnsEachGuarded < ActiveRecord::Migration[6.1]
  def up
    add_column :orders, :currency, :string, default: "EUR" unless column_exists?(:orders, :currency)
    add_column :orders, :rate, :decimal, precision: 10, scale: 4 unless column_exists?(:orders, :rate)
  end

  def down
    remove_column :orders, :rate if column_exists?(:orders, :rate)
    remove_column :orders, :currency if column_exists?(:orders, :currency)
  end
end
