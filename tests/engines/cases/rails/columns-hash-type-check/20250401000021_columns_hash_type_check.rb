class ColumnsHashTypeCheck < ActiveRecord::Migration[6.1]
  def up
    return if connection.columns(:orders).detect { |c| c.name == "total" }.type == :decimal

    change_column :orders, :total, :decimal, precision: 10, scale: 2
  end

  def down
    change_column :orders, :total, :integer
  end
end
