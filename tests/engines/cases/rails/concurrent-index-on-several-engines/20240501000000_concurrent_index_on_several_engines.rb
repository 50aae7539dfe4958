class ConcurrentIndexOnSeveralEngines < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    algorithm = connection.adapter_name == "PostgreSQL" ? :concurrently : nil
    add_index :posts, :user_id, name: "by_user", algorithm: algorithm
  end
end
