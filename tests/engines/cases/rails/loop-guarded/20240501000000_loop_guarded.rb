class LoopGuarded < ActiveRecord::Migration[6.1]
  def up
    %i[city street zip].each do |column|
      add_column :users, column, :string unless column_exists?(:users, column)
    end
  end

  def down
    %i[city street zip].each { |column| remove_column :users, column if column_exists?(:users, column) }
  end
end
