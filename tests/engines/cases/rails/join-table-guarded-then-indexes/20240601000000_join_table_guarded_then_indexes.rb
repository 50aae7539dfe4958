class JoinTableGuardedThenIndexes < ActiveRecord::Migration[6.1]
  def change
    create_join_table :posts, :tags do |t|
      t.index %i[post_id tag_id], unique: true
    end unless table_exists?(:posts_tags)
  end
end
