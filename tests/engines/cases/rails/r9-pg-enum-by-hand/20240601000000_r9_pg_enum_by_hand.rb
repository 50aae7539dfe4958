class R9PgEnumByHand < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      DO $$ BEGIN
        CREATE TYPE order_channel AS ENUM ('web', 'shop');
      EXCEPTION WHEN duplicate_object THEN NULL;
      END $$;
    SQL
    add_column :orders, :channel, :order_channel, default: "web", null: false, if_not_exists: true
  end

  def down
    remove_column :orders, :channel, if_exists: true
    execute "DROP TYPE IF EXISTS order_channel"
  end
end
