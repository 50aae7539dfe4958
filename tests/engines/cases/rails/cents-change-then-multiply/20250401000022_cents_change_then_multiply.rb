class CentsChangeThenMultiply < ActiveRecord::Migration[6.1]
  def up
    change_column :orders, :total, :bigint
    execute "UPDATE orders SET total = total * 100"
    rename_column :orders, :total, :total_cents
  end

  def down
    rename_column :orders, :total_cents, :total
    execute "UPDATE orders SET total = total / 100"
    change_column :orders, :total, :integer
  end
end
