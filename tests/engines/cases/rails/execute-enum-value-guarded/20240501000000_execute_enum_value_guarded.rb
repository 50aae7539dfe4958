class ExecuteEnumValueGuarded < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy'"
  end

  def down
  end
end
