class ConcurrentUniqueSwap < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  OLD = "index_tags_on_label".freeze
  NEW = "index_tags_on_lower_label".freeze

  def up
    add_index :tags, "lower(label)", unique: true, name: NEW, algorithm: :concurrently, if_not_exists: true
    remove_index :tags, name: OLD, algorithm: :concurrently if index_exists?(:tags, :label, name: OLD)
  end

  def down
    add_index :tags, :label, unique: true, name: OLD, algorithm: :concurrently, if_not_exists: true
    remove_index :tags, name: NEW, algorithm: :concurrently, if_exists: true
  end
end
