class FkWithOrphansAndValidate < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "DELETE FROM posts WHERE user_id NOT IN (SELECT id FROM users)"
    unless foreign_key_exists?(:posts, :users)
      add_foreign_key :posts, :users, on_delete: :cascade, validate: false
    end
    validate_foreign_key :posts, :users
  end

  def down
    remove_foreign_key :posts, :users
  end
end
