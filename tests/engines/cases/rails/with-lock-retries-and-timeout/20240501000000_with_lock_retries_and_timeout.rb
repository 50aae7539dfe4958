class WithLockRetriesAndTimeout < ActiveRecord::Migration[6.1]
  def up
    execute "SET lock_timeout TO '5s'"
    execute "SET LOCAL statement_timeout = '1min'"
    add_column :posts, :pinned, :boolean, default: false, null: false
  end

  def down
    remove_column :posts, :pinned
  end
end
