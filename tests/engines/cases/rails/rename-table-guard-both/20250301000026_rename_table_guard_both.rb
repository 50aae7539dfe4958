class RenameTableGuardBoth < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    if table_exists?(:posts) && !table_exists?(:articles)
      rename_table :posts, :articles
    end
    rename_column :articles, :views, :views_count unless column_exists?(:articles, :views_count)
    add_column :articles, :pinned, :boolean, default: false, null: false unless column_exists?(:articles, :pinned)
  end

  def down
    remove_column :articles, :pinned
    rename_column :articles, :views_count, :views
    rename_table :articles, :posts
  end
end
