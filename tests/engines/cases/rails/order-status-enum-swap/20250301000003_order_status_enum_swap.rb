class OrderStatusEnumSwap < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE TYPE order_status AS ENUM ('open', 'paid', 'cancelled');
      ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::order_status;
    SQL
    change_column_default :orders, :status, "open"
  end

  def down
    change_column_default :orders, :status, nil
    change_column :orders, :status, :string
    execute "DROP TYPE order_status"
  end
end
