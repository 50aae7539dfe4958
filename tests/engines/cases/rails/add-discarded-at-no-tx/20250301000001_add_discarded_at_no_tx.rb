class AddDiscardedAtNoTx < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  TABLES = %i[users posts orders].freeze

  def up
    TABLES.each do |table|
      next if column_exists?(table, :discarded_at)

      add_column table, :discarded_at, :datetime
      add_index table, :discarded_at
    end
  end

  def down
    TABLES.each do |table|
      remove_index table, :discarded_at if index_exists?(table, :discarded_at)
      remove_column table, :discarded_at if column_exists?(table, :discarded_at)
    end
  end
end
