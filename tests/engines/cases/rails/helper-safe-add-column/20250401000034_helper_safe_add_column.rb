class HelperSafeAddColumn < ActiveRecord::Migration[6.1]
  def up
    add_missing :users, :bio, :text
    add_missing :users, :birthday, :date
    add_missing :posts, :pinned, :boolean, default: false, null: false
  end

  def down
    drop_present :users, :bio
    drop_present :users, :birthday
    drop_present :posts, :pinned
  end

  private

  def add_missing(table, name, type, **options)
    return if column_exists?(table, name)

    add_column(table, name, type, **options)
  end

  def drop_present(table, name)
    remove_column(table, name) if column_exists?(table, name)
  end
end
