class MysqlFulltextAndCharset < ActiveRecord::Migration[6.1]
  def up
    execute "ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4"
    add_index :posts, :body, type: :fulltext, name: "posts_body_fulltext"
  end

  def down
    remove_index :posts, name: "posts_body_fulltext"
  end
end
