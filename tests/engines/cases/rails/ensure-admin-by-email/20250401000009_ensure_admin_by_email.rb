class EnsureAdminByEmail < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    add_column :users, :admin, :boolean, default: false, null: false unless column_exists?(:users, :admin)
    User.reset_column_information
    admin = User.find_or_initialize_by(email: "root@example.com")
    admin.assign_attributes(name: "Root", admin: true)
    admin.save!
  end

  def down
    User.where(email: "root@example.com").delete_all
    remove_column :users, :admin
  end
end
