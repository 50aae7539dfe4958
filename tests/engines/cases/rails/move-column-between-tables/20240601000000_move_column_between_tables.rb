class MoveColumnBetweenTables < ActiveRecord::Migration[6.1]
  def up
    add_column :orders, :customer_email, :string, if_not_exists: true
    execute "UPDATE orders SET customer_email = (SELECT email FROM users WHERE users.id = orders.user_id) WHERE customer_email IS NULL"
    remove_column :users, :email, if_exists: true
  end

  def down
    add_column :users, :email, :string
    remove_column :orders, :customer_email
  end
end
