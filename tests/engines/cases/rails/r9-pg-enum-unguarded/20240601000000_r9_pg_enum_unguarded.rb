class R9PgEnumUnguarded < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE TYPE order_channel AS ENUM ('web', 'shop')"
    add_column :orders, :channel, :order_channel, default: "web"
  end

  def down
    remove_column :orders, :channel
    execute "DROP TYPE order_channel"
  end
end
