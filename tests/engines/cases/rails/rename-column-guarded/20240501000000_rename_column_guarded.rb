class RenameColumnGuarded < ActiveRecord::Migration[6.1]
  def change
    rename_column :users, :nickname, :handle if column_exists?(:users, reverting? ? :handle : :nickname)
  end
end
