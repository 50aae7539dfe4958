class R9FkValidatedLater < ActiveRecord::Migration[6.1]
  def up
    add_foreign_key :posts, :users, validate: false unless foreign_key_exists?(:posts, :users)
    validate_foreign_key :posts, :users
  end

  def down
    remove_foreign_key :posts, :users if foreign_key_exists?(:posts, :users)
  end
end
