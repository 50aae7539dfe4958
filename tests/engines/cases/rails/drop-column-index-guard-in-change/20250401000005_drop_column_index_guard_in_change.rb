class DropColumnIndexGuardInChange < ActiveRecord::Migration[6.1]
  def change
    remove_index :posts, :title if index_exists?(:posts, :title)
    add_index :posts, [:title, :state] unless index_exists?(:posts, [:title, :state])
  end
end
