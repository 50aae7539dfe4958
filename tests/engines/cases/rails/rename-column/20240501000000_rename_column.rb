class RenameColumn < ActiveRecord::Migration[6.1]
  def change
    rename_column :users, :nickname, :handle
  end
end
