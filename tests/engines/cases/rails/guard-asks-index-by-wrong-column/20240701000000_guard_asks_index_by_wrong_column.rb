class GuardAsksIndexByWrongColumn < ActiveRecord::Migration[6.1]
  def change
    unless index_exists?(:orders, :status)
      add_index :orders, [:status, :user_id], name: "index_orders_on_status_and_user"
    end
  end
end
