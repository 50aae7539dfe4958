class FkReplaceCascade < ActiveRecord::Migration[6.1]
  def up
    remove_foreign_key :orders, :users
    add_foreign_key :orders, :users, on_delete: :cascade
  end

  def down
    remove_foreign_key :orders, :users
    add_foreign_key :orders, :users
  end
end
