class IndexAlgorithmWithTernary < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    options = { name: "posts_by_user" }
    options[:algorithm] = :concurrently if connection.adapter_name == "PostgreSQL"
    add_index :posts, :user_id, **options
  end
end
