class SequenceSwapPrimary < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE SEQUENCE order_number_seq START 1000"
    add_column :orders, :number, :bigint, default: -> { "nextval('order_number_seq')" }
  end

  def down
    remove_column :orders, :number
    execute "DROP SEQUENCE order_number_seq"
  end
end
