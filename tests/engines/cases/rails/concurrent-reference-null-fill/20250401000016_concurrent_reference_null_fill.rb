class ConcurrentReferenceNullFill < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Post < ActiveRecord::Base
    self.table_name = "posts"
  end

  def up
    add_reference :posts, :category, index: { algorithm: :concurrently }
    create_table :categories do |t|
      t.string :name
    end
    add_foreign_key :posts, :categories, validate: false
    validate_foreign_key :posts, :categories
  end

  def down
    remove_foreign_key :posts, :categories
    drop_table :categories
    remove_reference :posts, :category
  end
end
