class TrigramIndexNoTx < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    enable_extension :pg_trgm
    add_index :posts, :title, using: :gin, opclass: :gin_trgm_ops, name: "index_posts_on_title_trgm", algorithm: :concurrently unless index_name_exists?(:posts, "index_posts_on_title_trgm")
  end

  def down
    remove_index :posts, name: "index_posts_on_title_trgm", algorithm: :concurrently
  end
end
