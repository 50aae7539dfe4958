class KeyAndIndexWrongWayBack < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :reviewer_id, :bigint, if_not_exists: true
    add_index :posts, :reviewer_id, if_not_exists: true
    add_foreign_key :posts, :users, column: :reviewer_id unless foreign_key_exists?(:posts, :users, column: :reviewer_id)
  end

  def down
    remove_index :posts, :reviewer_id
    remove_foreign_key :posts, :users, column: :reviewer_id
    remove_column :posts, :reviewer_id
  end
end
