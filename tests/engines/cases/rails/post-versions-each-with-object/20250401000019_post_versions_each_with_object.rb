class PostVersionsEachWithObject < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end
  class PostVersion < ActiveRecord::Base; end

  def up
    create_table :post_versions do |t|
      t.references :post, null: false, foreign_key: true
      t.text :body
      t.integer :number, null: false
    end

    rows = Post.where.not(body: nil).map { |post| { post_id: post.id, body: post.body, number: 1 } }
    PostVersion.insert_all(rows) if rows.any?
    add_index :post_versions, [:post_id, :number], unique: true
  end

  def down
    drop_table :post_versions
  end
end
