class SplitNameIntoTwo < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    change_table :users do |t|
      t.string :first_name
      t.string :last_name
    end
    User.reset_column_information
    User.find_each do |user|
      first, last = user.name.to_s.split(" ", 2)
      user.update_columns(first_name: first, last_name: last)
    end
  end

  def down
    remove_columns :users, :first_name, :last_name
  end
end
