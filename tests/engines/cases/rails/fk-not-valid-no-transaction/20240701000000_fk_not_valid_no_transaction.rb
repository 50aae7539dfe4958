class FkNotValidNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    unless foreign_key_exists?(:posts, :users)
      add_foreign_key :posts, :users, validate: false
    end
    validate_foreign_key :posts, :users
  end

  def down
    remove_foreign_key :posts, :users
  end
end
