class AddColumnEqualsReverting < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :age, :integer if column_exists?(:users, :age) == reverting?
  end
end
