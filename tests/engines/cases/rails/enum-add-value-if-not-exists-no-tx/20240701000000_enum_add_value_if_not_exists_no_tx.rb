class EnumAddValueIfNotExistsNoTx < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "ALTER TYPE kind ADD VALUE IF NOT EXISTS 'c'"
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
