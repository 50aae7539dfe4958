class NormaliseEmailsLoop < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    User.find_each do |user|
      user.update_column(:email, user.email.to_s.strip.downcase)
    end
  end

  def down
    # nothing to do
  end
end
