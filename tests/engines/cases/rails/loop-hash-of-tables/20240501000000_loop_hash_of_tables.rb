class LoopHashOfTables < ActiveRecord::Migration[6.1]
  DROPPED = { users: %i[nickname], posts: %i[views] }.freeze

  def up
    DROPPED.each do |table, columns|
      columns.each { |column| remove_column table, column }
    end
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
