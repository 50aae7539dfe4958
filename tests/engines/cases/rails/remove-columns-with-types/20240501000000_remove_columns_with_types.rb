class RemoveColumnsWithTypes < ActiveRecord::Migration[6.1]
  def change
    remove_column :users, :nickname, :string
    remove_column :users, :logins, :integer, default: 0
  end
end
