class AddColumnGuardWrongTable < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :age, :integer unless column_exists?(:posts, :age)
  end

  def down
    remove_column :users, :age
  end
end
