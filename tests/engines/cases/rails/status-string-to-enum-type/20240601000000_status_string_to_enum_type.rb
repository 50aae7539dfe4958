class StatusStringToEnumType < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      DO $$ BEGIN
        CREATE TYPE order_status AS ENUM ('open', 'paid', 'void');
      EXCEPTION
        WHEN duplicate_object THEN NULL;
      END $$;
    SQL
    execute "ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::order_status"
  end

  def down
    execute "ALTER TABLE orders ALTER COLUMN status TYPE varchar USING status::varchar"
    execute "DROP TYPE order_status"
  end
end
