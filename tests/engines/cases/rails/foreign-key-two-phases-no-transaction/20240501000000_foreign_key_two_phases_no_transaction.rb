class ForeignKeyTwoPhasesNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_foreign_key :posts, :users, validate: false unless foreign_key_exists?(:posts, :users)
    validate_foreign_key :posts, :users
  end

  def down
    remove_foreign_key :posts, :users
  end
end
