class AddColumnUpDownGuarded < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :age, :integer unless column_exists?(:users, :age)
  end

  def down
    remove_column :users, :age if column_exists?(:users, :age)
  end
end
