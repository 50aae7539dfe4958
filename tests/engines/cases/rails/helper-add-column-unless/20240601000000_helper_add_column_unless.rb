class HelperAddColumnUnless < ActiveRecord::Migration[6.1]
  def up
    add_missing :users, :locale, :string, default: "en"
    add_missing :users, :time_zone, :string
  end

  def down
    drop_present :users, :locale
    drop_present :users, :time_zone
  end

  private

  def add_missing(table, column, type, **options)
    return if column_exists?(table, column)

    add_column(table, column, type, **options)
  end

  def drop_present(table, column)
    remove_column(table, column) if column_exists?(table, column)
  end
end
