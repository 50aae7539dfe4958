class R8GuardAsksRenamedTable < ActiveRecord::Migration[6.1]
  def up
    remove_column :posts, :views if column_exists?(:posts, :views)
    rename_table :posts, :articles unless table_exists?(:articles)
  end

  def down
    rename_table :articles, :posts if table_exists?(:articles)
    add_column :posts, :views, :integer unless column_exists?(:posts, :views)
  end
end
