class CommentsOnColumns < ActiveRecord::Migration[6.1]
  def change
    change_column_comment :users, :name, from: nil, to: "what people call them"
    change_table_comment :users, from: nil, to: "people"
  end
end
