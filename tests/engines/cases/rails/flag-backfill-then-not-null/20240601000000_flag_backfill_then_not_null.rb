class FlagBackfillThenNotNull < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base
    self.table_name = "users"
  end

  def up
    add_column :users, :verified, :boolean unless column_exists?(:users, :verified)
    User.reset_column_information
    User.where(verified: nil).update_all(verified: false)
    change_column_null :users, :verified, false
    change_column_default :users, :verified, from: nil, to: false
  end

  def down
    remove_column :users, :verified if column_exists?(:users, :verified)
  end
end
