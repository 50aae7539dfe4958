class InsertSelectCopyGuard < ActiveRecord::Migration[6.1]
  def up
    create_table :invoices, if_not_exists: true do |t|
      t.bigint :order_id, null: false
      t.integer :amount
      t.index :order_id, unique: true
    end
    execute <<~SQL
      INSERT INTO invoices (order_id, amount)
      SELECT o.id, o.total FROM orders o
      LEFT JOIN invoices i ON i.order_id = o.id
      WHERE i.id IS NULL
    SQL
  end

  def down
    drop_table :invoices
  end
end
