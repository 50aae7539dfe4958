class UpOnlyGuardedColumn < ActiveRecord::Migration[6.1]
  def change
    add_column :posts, :slug, :string, if_not_exists: true
    up_only { execute "UPDATE posts SET slug = lower(title) WHERE slug IS NULL" }
    add_index :posts, :slug, if_not_exists: true
  end
end
