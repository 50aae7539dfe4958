class IncrementAll < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    User.update_all("logins = logins + 1")
  end

  def down
    User.update_all("logins = logins - 1")
  end
end
