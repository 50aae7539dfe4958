class RemoveLegacyColumnsEachInChange < ActiveRecord::Migration[6.1]
  def change
    remove_column :users, :nickname, :string
    remove_column :posts, :views, :integer if column_exists?(:posts, :views)
    remove_index :posts, :title if index_exists?(:posts, :title)
  end
end
