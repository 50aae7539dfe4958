class IndexNameTooWideGuard < ActiveRecord::Migration[6.1]
  def change
    return if index_exists?(:orders, :user_id)

    add_index :orders, [:user_id, :status]
  end
end
