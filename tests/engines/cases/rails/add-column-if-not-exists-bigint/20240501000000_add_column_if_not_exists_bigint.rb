class AddColumnIfNotExistsBigint < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :visits, :bigint, if_not_exists: true
  end
end
