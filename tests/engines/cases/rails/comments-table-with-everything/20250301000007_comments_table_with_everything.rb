class CommentsTableWithEverything < ActiveRecord::Migration[6.1]
  def change
    create_table :comments do |t|
      t.belongs_to :post, null: false, foreign_key: { on_delete: :cascade }, index: false
      t.references :author, foreign_key: { to_table: :users }
      t.references :commentable, polymorphic: true, index: { name: "idx_comments_on_commentable" }
      t.text :body, null: false
      t.boolean :hidden, null: false, default: false
      t.timestamps
    end
    add_index :comments, %i[post_id created_at]
    add_column :posts, :comments_count, :integer, null: false, default: 0
  end
end
