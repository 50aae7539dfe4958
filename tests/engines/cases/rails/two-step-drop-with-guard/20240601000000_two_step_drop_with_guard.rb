class TwoStepDropWithGuard < ActiveRecord::Migration[6.1]
  def up
    remove_foreign_key :orders, :users if foreign_key_exists?(:orders, :users)
    remove_column :orders, :user_id if column_exists?(:orders, :user_id)
  end

  def down
    add_reference :orders, :user, foreign_key: true
  end
end
