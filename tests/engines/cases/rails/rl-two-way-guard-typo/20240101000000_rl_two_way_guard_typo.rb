class RlTwoWayGuardTypo < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :published_at, :datetime unless column_exists?(:posts, :publishd_at)
    add_index :posts, :published_at unless index_exists?(:posts, :published_at)
  end

  def down
    remove_column :posts, :published_at
  end
end
