class FkWithCustomNameGuard < ActiveRecord::Migration[6.1]
  def change
    add_foreign_key :posts, :users, name: "posts_author_fk" unless foreign_key_exists?(:posts, name: "posts_author_fk")
  end
end
