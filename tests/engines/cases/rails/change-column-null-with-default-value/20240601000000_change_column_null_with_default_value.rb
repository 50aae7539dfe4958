class ChangeColumnNullWithDefaultValue < ActiveRecord::Migration[6.1]
  def change
    change_column_null :users, :nickname, false, "nobody"
    change_column_default :users, :nickname, from: nil, to: "nobody"
  end
end
