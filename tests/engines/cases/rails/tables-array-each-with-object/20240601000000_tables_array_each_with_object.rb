class TablesArrayEachWithObject < ActiveRecord::Migration[6.1]
  TABLES = %w[posts orders plans].freeze

  def up
    TABLES.each do |table|
      next if column_exists?(table, :archived_at)

      add_column table, :archived_at, :datetime
      add_index table, :archived_at
    end
  end

  def down
    TABLES.reverse_each { |table| remove_column table, :archived_at }
  end
end
