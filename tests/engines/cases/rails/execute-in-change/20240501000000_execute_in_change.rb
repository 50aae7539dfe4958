class ExecuteInChange < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :age, :integer
    execute "UPDATE users SET age = 1"
  end
end
