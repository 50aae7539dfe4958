class ChangeColumnTypeUpDown < ActiveRecord::Migration[6.1]
  def up
    change_column :plans, :price, :bigint, null: false, default: 0
    change_column :posts, :title, :string, limit: 400
  end

  def down
    change_column :plans, :price, :integer, null: true, default: nil
    change_column :posts, :title, :string
  end
end
