class LoopTokenWhereNil < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base
    self.table_name = "users"
  end

  def up
    add_column :users, :token, :string unless column_exists?(:users, :token)
    User.reset_column_information
    User.where(token: nil).find_each do |user|
      user.update!(token: SecureRandom.hex(10))
    end
  end

  def down
    remove_column :users, :token, if_exists: true
  end
end
