class RescueAndCarryOnNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    begin
      add_column :users, :phone, :string
    rescue ActiveRecord::StatementInvalid => e
      say "skipped: #{e.message}"
    end
    add_index :users, :phone, if_not_exists: true
  end

  def down
    remove_index :users, :phone
    remove_column :users, :phone
  end
end
