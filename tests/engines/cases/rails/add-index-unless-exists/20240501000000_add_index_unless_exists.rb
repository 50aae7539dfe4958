class AddIndexUnlessExists < ActiveRecord::Migration[6.1]
  def change
    add_index :users, :email unless index_exists?(:users, :email)
  end
end
