class ElsifChain < ActiveRecord::Migration[6.1]
  def up
    if column_exists?(:users, :handle)
      say "done"
    elsif column_exists?(:users, :nickname)
      rename_column :users, :nickname, :handle
    else
      add_column :users, :handle, :string
    end
  end

  def down
    rename_column :users, :handle, :nickname
  end
end
