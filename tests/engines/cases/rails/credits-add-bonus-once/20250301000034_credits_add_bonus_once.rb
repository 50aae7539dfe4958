class CreditsAddBonusOnce < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    return if column_exists?(:users, :credits)

    add_column :users, :credits, :integer, default: 0, null: false
    execute "UPDATE users SET credits = credits + logins * 10"
  end

  def down
    remove_column :users, :credits
  end
end
