class TableEarlyReturnThenIndex < ActiveRecord::Migration[6.1]
  def up
    return if table_exists?(:audits)

    create_table :audits do |t|
      t.string :action
      t.bigint :user_id
    end
    add_index :audits, :user_id
    add_index :audits, [:action, :user_id], unique: true
  end

  def down
    drop_table :audits
  end
end
