class RenameColumnInModelLoop < ActiveRecord::Migration[6.1]
  class MigrationPost < ActiveRecord::Base
    self.table_name = "posts"
  end

  def up
    add_column :posts, :summary, :text
    MigrationPost.reset_column_information
    MigrationPost.find_in_batches(batch_size: 200) do |posts|
      posts.each do |post|
        post.summary = post.body.to_s.truncate(50)
        post.save!(validate: false)
      end
    end
    change_column_null :posts, :summary, false
  end

  def down
    remove_column :posts, :summary
  end
end
