class LookupTableAndKey < ActiveRecord::Migration[6.1]
  def up
    unless table_exists?(:currencies)
      create_table :currencies, id: false do |t|
        t.string :code, limit: 3, null: false, primary_key: true
        t.string :title
      end
    end
    execute "INSERT INTO currencies (code, title) VALUES ('EUR', 'Euro'), ('USD', 'Dollar')" if select_value("SELECT COUNT(*) FROM currencies").to_i.zero?
    add_column :orders, :currency_code, :string, limit: 3 unless column_exists?(:orders, :currency_code)
  end

  def down
    remove_column :orders, :currency_code
    drop_table :currencies
  end
end
