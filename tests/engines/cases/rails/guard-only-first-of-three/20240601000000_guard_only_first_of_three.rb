class GuardOnlyFirstOfThree < ActiveRecord::Migration[6.1]
  def change
    return if column_exists?(:users, :street)

    add_column :users, :street, :string
    add_column :users, :city, :string
    add_column :users, :zip, :string
  end
end
