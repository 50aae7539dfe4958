class BooleanFromStringViaTemporaryColumn < ActiveRecord::Migration[6.1]
  def up
    add_column :orders, :paid, :boolean, default: false
    execute "UPDATE orders SET paid = TRUE WHERE status = 'paid'"
    remove_column :orders, :status
  end

  def down
    add_column :orders, :status, :string
    remove_column :orders, :paid
  end
end
