class RlDisableDdlSeveralGuards < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_column :orders, :external_id, :string, if_not_exists: true
    add_index :orders, :external_id, unique: true, where: "external_id IS NOT NULL", algorithm: :concurrently, if_not_exists: true
    safety_net
  end

  def down
    remove_index :orders, :external_id, algorithm: :concurrently, if_exists: true
    remove_column :orders, :external_id, if_exists: true
  end

  private

  def safety_net
    execute "ALTER TABLE orders ALTER COLUMN external_id SET STATISTICS 500"
  end
end
