class ConcurrentReferenceInParts < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_reference :posts, :author, index: { algorithm: :concurrently }
    add_foreign_key :posts, :users, column: :author_id, validate: false
  end
end
