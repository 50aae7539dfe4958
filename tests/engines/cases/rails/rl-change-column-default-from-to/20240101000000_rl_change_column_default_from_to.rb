class RlChangeColumnDefaultFromTo < ActiveRecord::Migration[6.1]
  def change
    change_column_default :orders, :status, from: nil, to: "open"
    change_column_null :orders, :status, false, "open"
    change_column_comment :orders, :status, from: nil, to: "where it stands"
  end
end
