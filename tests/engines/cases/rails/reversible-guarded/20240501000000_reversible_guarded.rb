class ReversibleGuarded < ActiveRecord::Migration[6.1]
  def change
    reversible do |dir|
      dir.up { add_column :users, :age, :integer unless column_exists?(:users, :age) }
      dir.down { remove_column :users, :age if column_exists?(:users, :age) }
    end
  end
end
