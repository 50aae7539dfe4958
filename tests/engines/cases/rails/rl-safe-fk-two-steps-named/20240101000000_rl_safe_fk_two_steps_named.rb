class RlSafeFkTwoStepsNamed < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_foreign_key :posts, :users, name: "fk_posts_user", validate: false unless foreign_key_exists?(:posts, name: "fk_posts_user")
    validate_foreign_key :posts, name: "fk_posts_user"
  end

  def down
    remove_foreign_key :posts, name: "fk_posts_user" if foreign_key_exists?(:posts, name: "fk_posts_user")
  end
end
