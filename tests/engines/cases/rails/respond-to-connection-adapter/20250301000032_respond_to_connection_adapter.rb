class RespondToConnectionAdapter < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :slug, :string unless column_exists?(:posts, :slug)

    if connection.adapter_name == "PostgreSQL"
      execute "UPDATE posts SET slug = lower(regexp_replace(title, '[^a-zA-Z]+', '-', 'g')) WHERE slug IS NULL"
      execute "CREATE UNIQUE INDEX index_posts_on_lower_slug ON posts (lower(slug))"
    else
      execute "UPDATE posts SET slug = lower(title) WHERE slug IS NULL"
      add_index :posts, :slug, unique: true unless index_exists?(:posts, :slug, unique: true)
    end
  end

  def down
    remove_column :posts, :slug
  end
end
