class MysqlIfNotExistsSql < ActiveRecord::Migration[6.1]
  def up
    execute "ALTER TABLE posts ADD COLUMN IF NOT EXISTS digest varchar(64) NULL"
    execute "CREATE INDEX IF NOT EXISTS index_posts_on_digest ON posts (digest)"
    execute "UPDATE posts SET digest = MD5(title) WHERE digest IS NULL"
  end

  def down
    execute "ALTER TABLE posts DROP COLUMN IF EXISTS digest"
  end
end
