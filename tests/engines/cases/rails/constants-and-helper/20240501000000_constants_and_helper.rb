class ConstantsAndHelper < ActiveRecord::Migration[6.1]
  TABLE = :users
  INDEX = "users_by_nickname"

  def up
    add_column_once TABLE, :age, :integer
    add_index TABLE, :nickname, name: INDEX unless index_name_exists?(TABLE, INDEX)
  end

  def down
    remove_index TABLE, name: INDEX
    remove_column TABLE, :age
  end

  private

  def add_column_once(table, column, type)
    return if column_exists?(table, column)

    add_column table, column, type
  end
end
