class GuardLastOfThree < ActiveRecord::Migration[6.1]
  def up
    return if column_exists?(:users, :zip)

    add_column :users, :street, :string
    add_column :users, :city, :string
    add_column :users, :zip, :string
  end

  def down
    remove_column :users, :street
    remove_column :users, :city
    remove_column :users, :zip
  end
end
