class JoinTableByHand < ActiveRecord::Migration[6.1]
  def change
    create_table :taggings, id: false do |t|
      t.belongs_to :tag, index: false
      t.belongs_to :post, index: true
    end

    add_index :taggings, %i[tag_id post_id], unique: true
    add_foreign_key :taggings, :tags
    add_foreign_key :taggings, :posts
  end
end
