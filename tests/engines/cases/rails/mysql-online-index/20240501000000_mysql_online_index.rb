class MysqlOnlineIndex < ActiveRecord::Migration[6.1]
  def change
    add_index :posts, [:user_id, :state], algorithm: :inplace
    add_column :posts, :slug, :string, limit: 191, collation: "utf8mb4_bin", after: :title
  end
end
