class RemoveIndexThenColumnInChange < ActiveRecord::Migration[6.1]
  def change
    remove_index :posts, :title
    remove_column :posts, :title, :string
  end
end
