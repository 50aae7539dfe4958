class HelperMethodGuards < ActiveRecord::Migration[6.1]
  def up
    add_column_once :users, :phone, :string
    add_column_once :users, :country, :string, default: "de"
  end

  def down
    remove_column :users, :phone
    remove_column :users, :country
  end

  private

  def add_column_once(table, column, type, **options)
    return if column_exists?(table, column)

    add_column table, column, type, **options
  end
end
