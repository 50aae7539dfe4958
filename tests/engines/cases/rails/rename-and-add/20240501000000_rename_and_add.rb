class RenameAndAdd < ActiveRecord::Migration[6.1]
  def change
    rename_column :users, :nickname, :handle
    add_column :users, :nickname, :string
    add_index :users, :handle
  end
end
