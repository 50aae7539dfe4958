class RenameWithBothGuards < ActiveRecord::Migration[6.1]
  def up
    if column_exists?(:users, :nickname) && !column_exists?(:users, :handle)
      rename_column :users, :nickname, :handle
    end
  end

  def down
    if column_exists?(:users, :handle) && !column_exists?(:users, :nickname)
      rename_column :users, :handle, :nickname
    end
  end
end
