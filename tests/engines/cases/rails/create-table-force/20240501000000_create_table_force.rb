class CreateTableForce < ActiveRecord::Migration[6.1]
  def change
    create_table :snapshots, force: true do |t|
      t.string :note
    end
  end
end
