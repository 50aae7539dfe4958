class WidenColumnsAndLimits < ActiveRecord::Migration[6.1]
  def up
    change_column :users, :name, :string, limit: 500
    change_column :posts, :views, :bigint
    change_column_default :orders, :status, from: nil, to: "open"
  end

  def down
    change_column :users, :name, :string
    change_column :posts, :views, :integer
    change_column_default :orders, :status, from: "open", to: nil
  end
end
