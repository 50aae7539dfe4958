class PostVersionsMissingOnly < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  class PostVersion < ActiveRecord::Base; end

  def up
    create_table :post_versions, if_not_exists: true do |t|
      t.bigint :post_id, null: false
      t.text :body
      t.index :post_id, unique: true
    end

    Post.where("NOT EXISTS (SELECT 1 FROM post_versions v WHERE v.post_id = posts.id)").find_each do |post|
      PostVersion.create!(post_id: post.id, body: post.body)
    end
  end

  def down
    drop_table :post_versions
  end
end
