class MysqlAlterInSql < ActiveRecord::Migration[6.1]
  def up
    execute "ALTER TABLE users ADD COLUMN phone varchar(20), ADD INDEX index_users_on_phone (phone)"
    execute "ALTER TABLE users MODIFY name varchar(200)"
  end

  def down
    execute "ALTER TABLE users DROP COLUMN phone"
  end
end
