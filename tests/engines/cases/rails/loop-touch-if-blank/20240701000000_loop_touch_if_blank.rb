class LoopTouchIfBlank < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    add_column :users, :token, :string, if_not_exists: true
    User.reset_column_information
    User.find_each do |user|
      next if user.token.present?

      user.update_columns(token: "t#{user.id}")
    end
  end

  def down
    remove_column :users, :token
  end
end
