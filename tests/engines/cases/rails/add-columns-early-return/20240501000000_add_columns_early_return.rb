class AddColumnsEarlyReturn < ActiveRecord::Migration[6.1]
  def up
    return if column_exists?(:users, :age)

    add_column :users, :age, :integer
    add_column :users, :city, :string
    add_index :users, :city
  end

  def down
    remove_column :users, :city
    remove_column :users, :age
  end
end
