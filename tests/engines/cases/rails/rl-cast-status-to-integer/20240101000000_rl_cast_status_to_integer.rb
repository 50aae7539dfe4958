class RlCastStatusToInteger < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      ALTER TABLE orders ALTER COLUMN status TYPE integer USING CASE status WHEN 'open' THEN 0 WHEN 'paid' THEN 1 ELSE 2 END
    SQL
    change_column_default :orders, :status, 0
  end

  def down
    change_column_default :orders, :status, nil
    execute "ALTER TABLE orders ALTER COLUMN status TYPE varchar USING status::varchar"
  end
end
