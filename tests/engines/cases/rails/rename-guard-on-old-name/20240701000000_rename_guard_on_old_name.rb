class RenameGuardOnOldName < ActiveRecord::Migration[6.1]
  def up
    if column_exists?(:users, :nickname)
      rename_column :users, :nickname, :handle
    end
    add_index :users, :handle unless index_exists?(:users, :handle)
  end

  def down
    remove_index :users, :handle
    rename_column :users, :handle, :nickname
  end
end
