class SeedInNewTableGuarded < ActiveRecord::Migration[6.1]
  class Country < ActiveRecord::Base; end

  def up
    create_table :countries, if_not_exists: true do |t|
      t.string :code, null: false, index: { unique: true }
      t.string :name
    end
    Country.reset_column_information
    { "de" => "Germany", "fr" => "France" }.each do |code, name|
      Country.find_or_create_by!(code: code) { |country| country.name = name }
    end
  end

  def down
    drop_table :countries, if_exists: true
  end
end
