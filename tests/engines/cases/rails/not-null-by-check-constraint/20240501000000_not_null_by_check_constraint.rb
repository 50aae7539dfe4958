class NotNullByCheckConstraint < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    unless check_constraints(:users).any? { |c| c.name == "users_email_null" }
      add_check_constraint :users, "email IS NOT NULL", name: "users_email_null", validate: false
    end
    validate_check_constraint :users, name: "users_email_null"
    change_column_null :users, :email, false
    remove_check_constraint :users, name: "users_email_null"
  end

  def down
    change_column_null :users, :email, true
  end
end
