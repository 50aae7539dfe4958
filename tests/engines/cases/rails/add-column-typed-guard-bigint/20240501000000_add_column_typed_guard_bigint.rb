class AddColumnTypedGuardBigint < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :visits, :bigint unless column_exists?(:users, :visits, :bigint)
  end

  def down
    remove_column :users, :visits
  end
end
