class AddIndexIfNotExists < ActiveRecord::Migration[6.1]
  def change
    add_index :users, :email, unique: true, if_not_exists: true
    add_index :users, [:name, :nickname], if_not_exists: true
  end
end
