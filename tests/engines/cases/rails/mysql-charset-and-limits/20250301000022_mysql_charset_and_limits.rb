class MysqlCharsetAndLimits < ActiveRecord::Migration[6.1]
  def up
    execute "ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
    change_column :posts, :body, :text, limit: 16.megabytes - 1
    change_column :posts, :title, :string, limit: 191
    execute "ALTER TABLE posts ADD COLUMN digest varchar(64) NULL, ADD INDEX index_posts_on_digest (digest)"
  end

  def down
    execute "ALTER TABLE posts DROP COLUMN digest"
  end
end
