class FillDefaultNameUnlessPresent < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    User.find_each do |user|
      next if user.nickname.present?

      user.nickname = user.name.downcase
      user.save!(validate: false)
    end
  end

  def down; end
end
