class NotNullWithCheckNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID"
    execute "ALTER TABLE users VALIDATE CONSTRAINT users_email_present"
    change_column_null :users, :email, false
    execute "ALTER TABLE users DROP CONSTRAINT users_email_present"
  end

  def down
    change_column_null :users, :email, true
  end
end
