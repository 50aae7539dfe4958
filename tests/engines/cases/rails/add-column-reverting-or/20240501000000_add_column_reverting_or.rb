class AddColumnRevertingOr < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :age, :integer if reverting? || !column_exists?(:users, :age)
  end
end
