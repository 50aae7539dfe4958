class R9ForceCreateScratch < ActiveRecord::Migration[6.1]
  def up
    create_table :import_rows, force: true do |t|
      t.string :payload
    end
  end

  def down
    drop_table :import_rows
  end
end
