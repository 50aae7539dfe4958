class DropTableIfThereInChange < ActiveRecord::Migration[6.1]
  def change
    if table_exists?(:plans)
      drop_table :plans do |t|
        t.string :name
        t.integer :price
      end
    end
  end
end
