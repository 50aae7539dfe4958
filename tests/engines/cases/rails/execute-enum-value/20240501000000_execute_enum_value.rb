class ExecuteEnumValue < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "ALTER TYPE mood ADD VALUE 'happy'"
  end

  def down
  end
end
