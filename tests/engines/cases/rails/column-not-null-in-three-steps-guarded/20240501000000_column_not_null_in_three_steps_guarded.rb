class ColumnNotNullInThreeStepsGuarded < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    add_column :users, :active, :boolean unless column_exists?(:users, :active)
    User.reset_column_information
    User.where(active: nil).update_all(active: true)
    change_column_null :users, :active, false
    change_column_default :users, :active, from: nil, to: true
  end

  def down
    remove_column :users, :active if column_exists?(:users, :active)
  end
end
