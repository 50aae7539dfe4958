class SaveWithValidationsOffFlag < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    add_column :users, :admin, :boolean, default: false, null: false, if_not_exists: true
    User.reset_column_information
    user = User.find_by(email: "ada@example.com")
    return unless user

    user.admin = true
    user.save!(validate: false)
  end

  def down
    remove_column :users, :admin
  end
end
