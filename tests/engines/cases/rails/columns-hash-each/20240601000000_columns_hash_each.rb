class ColumnsHashEach < ActiveRecord::Migration[6.1]
  COLUMNS = { utm_source: :string, utm_medium: :string, landed_at: :datetime }.freeze

  def change
    COLUMNS.each do |name, type|
      add_column :orders, name, type, if_not_exists: true
    end
  end
end
