class HelperMethodLoops < ActiveRecord::Migration[6.1]
  TABLES = %w[users posts plans].freeze

  def change
    TABLES.each { |table| add_uuid(table) }
  end

  def add_uuid(table)
    add_column table, :uuid, :string, limit: 36
    add_index table, :uuid, unique: true, name: "#{table}_uuid"
  end
end
