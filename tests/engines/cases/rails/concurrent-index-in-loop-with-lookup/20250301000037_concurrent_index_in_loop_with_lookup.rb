class ConcurrentIndexInLoopWithLookup < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  INDEXES = {
    users: [:email, :created_at],
    posts: [:user_id],
    orders: [:status]
  }.freeze

  def change
    INDEXES.each do |table, columns|
      columns.each do |column|
        add_index table, column, algorithm: :concurrently unless index_exists?(table, column)
      end
    end
  end
end
