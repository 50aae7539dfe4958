class KeyBeforeItsIndex < ActiveRecord::Migration[6.1]
  def change
    add_column :posts, :reviewer_id, :bigint
    add_foreign_key :posts, :users, column: :reviewer_id
    add_index :posts, :reviewer_id
  end
end
