class SequenceAndDefault < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE SEQUENCE order_numbers START 1000"
    add_column :orders, :number, :bigint, default: -> { "nextval('order_numbers')" }
  end

  def down
    remove_column :orders, :number
    execute "DROP SEQUENCE order_numbers"
  end
end
