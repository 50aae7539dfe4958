class CreateTableForceCascadeExisting < ActiveRecord::Migration[6.1]
  def up
    create_table :tags, force: :cascade do |t|
      t.string :label
      t.string :colour
    end
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
