class AddColumnIfNotExists < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :age, :integer, if_not_exists: true
  end
end
