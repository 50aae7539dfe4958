class HelperWithBlockEachTable < ActiveRecord::Migration[6.1]
  def up
    each_table do |table|
      add_column table, :archived_at, :datetime
      add_index table, :archived_at
    end
  end

  def down
    each_table do |table|
      remove_column table, :archived_at
    end
  end

  private

  def each_table
    %i[users posts orders].each { |table| yield table }
  end
end
