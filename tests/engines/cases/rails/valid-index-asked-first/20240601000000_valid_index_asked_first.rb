class ValidIndexAskedFirst < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    remove_invalid_index("index_posts_on_user_id_and_state")
    add_index :posts, %i[user_id state], algorithm: :concurrently, if_not_exists: true
  end

  def down
    remove_index :posts, column: %i[user_id state], algorithm: :concurrently
  end

  private

  def remove_invalid_index(name)
    invalid = select_value("SELECT 1 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relname = '#{name}' AND NOT i.indisvalid")
    execute "DROP INDEX CONCURRENTLY IF EXISTS #{name}" if invalid
  end
end
