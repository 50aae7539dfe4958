class DropThenCreate < ActiveRecord::Migration[6.1]
  def up
    drop_table :tags, if_exists: true
    create_table :tags do |t|
      t.string :name, null: false
      t.timestamps
    end
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
