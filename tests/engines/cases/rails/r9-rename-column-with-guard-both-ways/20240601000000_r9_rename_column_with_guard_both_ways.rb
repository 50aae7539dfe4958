class R9RenameColumnWithGuardBothWays < ActiveRecord::Migration[6.1]
  def up
    rename_column :users, :nickname, :handle if column_exists?(:users, :nickname) && !column_exists?(:users, :handle)
  end

  def down
    rename_column :users, :handle, :nickname if column_exists?(:users, :handle) && !column_exists?(:users, :nickname)
  end
end
