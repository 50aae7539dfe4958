class LongTable < ActiveRecord::Migration[6.1]
  def change
    create_table :measurements, id: :string do |t|
      t.decimal :amount, precision: 12, scale: 2, default: "0.0"
      t.date :day
      t.boolean :final, default: false, null: false
      t.binary :raw
      t.float :ratio
      t.json :extra
    end
  end
end
