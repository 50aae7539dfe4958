class R8CommentsWhereSupported < ActiveRecord::Migration[6.1]
  def up
    return unless connection.supports_comments?

    change_column_comment :orders, :total, "In cents"
    change_table_comment :orders, "What people bought"
  end

  def down
    return unless connection.supports_comments?

    change_table_comment :orders, nil
    change_column_comment :orders, :total, nil
  end
end
