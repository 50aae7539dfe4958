class ChangeNullWithFill < ActiveRecord::Migration[6.1]
  def change
    change_column_null :users, :nickname, false, ""
    change_column_default :users, :nickname, from: nil, to: ""
  end
end
