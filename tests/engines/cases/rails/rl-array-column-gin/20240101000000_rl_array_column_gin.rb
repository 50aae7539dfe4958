class RlArrayColumnGin < ActiveRecord::Migration[6.1]
  def change
    add_column :posts, :topics, :string, array: true, default: [], null: false
    add_index :posts, :topics, using: :gin
    add_column :users, :preferences, :jsonb, default: {}, null: false
  end
end
