class SeedInNewTable < ActiveRecord::Migration[6.1]
  class Country < ActiveRecord::Base; end

  def up
    create_table :countries do |t|
      t.string :code, null: false, index: { unique: true }
      t.string :name
    end
    Country.reset_column_information
    Country.create!(code: "de", name: "Germany")
    Country.create!(code: "fr", name: "France")
  end

  def down
    drop_table :countries
  end
end
