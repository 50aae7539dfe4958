class UpOnly < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :age, :integer, if_not_exists: true
    up_only { execute "UPDATE users SET age = 1 WHERE age IS NULL" }
  end
end
