class CurrencyLookupSeed < ActiveRecord::Migration[6.1]
  class Currency < ActiveRecord::Base; end

  def up
    create_table :currencies, if_not_exists: true do |t|
      t.string :code, limit: 3, null: false
      t.string :symbol
    end
    add_index :currencies, :code, unique: true, if_not_exists: true

    { "EUR" => "€", "USD" => "$", "GBP" => "£" }.each do |code, symbol|
      Currency.where(code: code).first_or_create!(symbol: symbol)
    end

    add_reference :orders, :currency, foreign_key: true unless column_exists?(:orders, :currency_id)
    execute "UPDATE orders SET currency_id = (SELECT id FROM currencies WHERE code = 'EUR') WHERE currency_id IS NULL"
  end

  def down
    remove_reference :orders, :currency, foreign_key: true
    drop_table :currencies
  end
end
