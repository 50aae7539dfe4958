class TableEarlyReturnInUp < ActiveRecord::Migration[6.1]
  def up
    return if table_exists?(:audits)

    create_table :audits do |t|
      t.string :action
      t.references :user
    end
  end

  def down
    drop_table :audits
  end
end
