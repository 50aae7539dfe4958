class LoginCounterIncrementLoop < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    User.all.each { |user| user.increment!(:logins) }
  end

  def down
    User.all.each { |user| user.decrement!(:logins) }
  end
end
