class R9GuardOnTableHidesIndex < ActiveRecord::Migration[6.1]
  def up
    return if table_exists?(:audits)

    create_table :audits do |t|
      t.string :action
      t.bigint :user_id
    end
    add_index :audits, :user_id
    add_foreign_key :audits, :users unless connection.adapter_name == "SQLite"
  end

  def down
    drop_table :audits, if_exists: true
  end
end
