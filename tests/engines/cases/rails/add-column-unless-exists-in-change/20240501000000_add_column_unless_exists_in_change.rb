class AddColumnUnlessExistsInChange < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :age, :integer unless column_exists?(:users, :age)
  end
end
