class RemoveIndexIfExists < ActiveRecord::Migration[6.1]
  def change
    remove_index :posts, :title, if_exists: true
  end
end
