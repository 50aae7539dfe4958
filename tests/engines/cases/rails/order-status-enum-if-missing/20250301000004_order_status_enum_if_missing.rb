class OrderStatusEnumIfMissing < ActiveRecord::Migration[6.1]
  def up
    unless enum_defined?("order_status")
      execute "CREATE TYPE order_status AS ENUM ('open', 'paid')"
    end

    return if columns(:orders).find { |c| c.name == "status" }.sql_type == "order_status"

    execute "ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::order_status"
  end

  def down
    execute "ALTER TABLE orders ALTER COLUMN status TYPE varchar USING status::varchar"
    execute "DROP TYPE IF EXISTS order_status"
  end

  private

  def enum_defined?(name)
    select_value("SELECT 1 FROM pg_type WHERE typname = '#{name}'").present?
  end
end
