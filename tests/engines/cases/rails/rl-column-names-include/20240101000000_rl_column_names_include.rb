class RlColumnNamesInclude < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    User.reset_column_information
    unless User.column_names.include?("timezone")
      add_column :users, :timezone, :string
    end
    User.reset_column_information
    User.where(timezone: nil).update_all(timezone: "UTC")
    change_column_null :users, :timezone, false
  end

  def down
    remove_column :users, :timezone
  end
end
