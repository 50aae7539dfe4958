class AddForeignKeyValidateLater < ActiveRecord::Migration[6.1]
  def up
    add_foreign_key :posts, :users, validate: false
    validate_foreign_key :posts, :users
  end

  def down
    remove_foreign_key :posts, :users
  end
end
