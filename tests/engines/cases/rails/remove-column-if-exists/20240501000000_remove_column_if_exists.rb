class RemoveColumnIfExists < ActiveRecord::Migration[6.1]
  def change
    remove_column :users, :nickname, :string, if_exists: true
  end
end
