class RemoveColumnsLoopGuarded < ActiveRecord::Migration[6.1]
  COLUMNS = { users: %i[nickname logins], posts: %i[views] }.freeze

  def up
    COLUMNS.each do |table, columns|
      columns.each { |column| remove_column table, column if column_exists?(table, column) }
    end
  end

  def down
    add_column :users, :nickname, :string
    add_column :users, :logins, :integer, default: 0
    add_column :posts, :views, :integer
  end
end
