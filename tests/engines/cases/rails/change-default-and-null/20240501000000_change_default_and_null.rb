class ChangeDefaultAndNull < ActiveRecord::Migration[6.1]
  def change
    change_column_default :orders, :status, from: nil, to: "open"
    change_column_null :orders, :status, false, "open"
  end
end
