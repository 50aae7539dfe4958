class RemoveIndex < ActiveRecord::Migration[6.1]
  def change
    remove_index :posts, :title
  end
end
