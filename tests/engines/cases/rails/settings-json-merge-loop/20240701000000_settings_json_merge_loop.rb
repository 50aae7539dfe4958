class SettingsJsonMergeLoop < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    add_column :users, :preferences, :jsonb, default: {}, null: false
    User.reset_column_information
    User.find_each do |user|
      user.preferences["nickname"] = user.nickname
      user.save!
    end
  end

  def down
    remove_column :users, :preferences
  end
end
