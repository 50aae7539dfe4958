class RlGuardAsksOtherDatabase < ActiveRecord::Migration[6.1]
  def up
    found = select_value("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'locale'")
    execute "ALTER TABLE users ADD COLUMN locale varchar(8) NOT NULL DEFAULT 'en'" if found.to_i.zero?
    execute "UPDATE users SET locale = 'de' WHERE email LIKE '%.de'"
  end

  def down
    remove_column :users, :locale
  end
end
