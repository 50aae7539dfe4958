class IncrementAllThenColumn < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class User < ActiveRecord::Base; end

  def up
    User.update_all("logins = logins * 100")
    add_column :users, :scaled, :boolean, default: true
  end

  def down
    remove_column :users, :scaled
  end
end
