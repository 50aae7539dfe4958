class CommentsAndDefaults < ActiveRecord::Migration[6.1]
  def change
    change_table_comment :orders, from: nil, to: "What people bought"
    change_column_comment :orders, :total, from: nil, to: "in cents"
    change_column_default :posts, :views, from: nil, to: 0
  end
end
