class ModuleHelperInSameFile < ActiveRecord::Migration[6.1]
  module SafeColumns
    def add_column_safely(table, name, type, **options)
      add_column(table, name, type, **options) unless column_exists?(table, name)
    end
  end
  include SafeColumns

  def up
    add_column_safely :users, :locale, :string, default: "en"
    add_column_safely :users, :zone, :string
  end

  def down
    remove_column :users, :zone
    remove_column :users, :locale
  end
end
