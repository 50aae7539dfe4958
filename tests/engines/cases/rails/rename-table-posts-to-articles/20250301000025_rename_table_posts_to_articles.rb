class RenameTablePostsToArticles < ActiveRecord::Migration[6.1]
  def change
    rename_table :posts, :articles
    rename_column :articles, :views, :views_count
    add_reference :orders, :article, index: true
  end
end
