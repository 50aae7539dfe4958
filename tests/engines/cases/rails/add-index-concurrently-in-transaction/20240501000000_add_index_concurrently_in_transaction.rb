class AddIndexConcurrentlyInTransaction < ActiveRecord::Migration[6.1]
  def change
    add_index :users, :email, algorithm: :concurrently
  end
end
