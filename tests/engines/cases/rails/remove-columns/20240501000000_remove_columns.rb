class RemoveColumns < ActiveRecord::Migration[6.1]
  def up
    remove_columns :users, :nickname, :logins
  end

  def down
    add_column :users, :nickname, :string
    add_column :users, :logins, :integer
  end
end
