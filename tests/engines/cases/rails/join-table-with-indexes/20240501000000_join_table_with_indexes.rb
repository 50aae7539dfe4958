class JoinTableWithIndexes < ActiveRecord::Migration[6.1]
  def change
    create_join_table :tags, :posts do |t|
      t.index [:tag_id, :post_id], unique: true
      t.index [:post_id, :tag_id]
    end
  end
end
