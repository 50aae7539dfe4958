class RemoveIndexConcurrentlyByName < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    remove_index :posts, name: "index_posts_on_title", algorithm: :concurrently, if_exists: true
  end

  def down
    add_index :posts, :title, algorithm: :concurrently
  end
end
