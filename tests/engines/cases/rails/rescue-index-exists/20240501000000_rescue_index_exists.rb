class RescueIndexExists < ActiveRecord::Migration[6.1]
  def up
    add_index :posts, :user_id, name: "posts_user"
  rescue ActiveRecord::StatementInvalid, ArgumentError => e
    raise unless e.message.match?(/already exists|Duplicate/)
  end

  def down
    remove_index :posts, name: "posts_user"
  end
end
