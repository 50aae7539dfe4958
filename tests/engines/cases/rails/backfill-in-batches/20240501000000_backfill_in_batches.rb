class BackfillInBatches < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Post < ActiveRecord::Base
    self.table_name = "posts"
  end

  def up
    Post.unscoped.in_batches(of: 100) do |relation|
      relation.where(views: nil).update_all(views: 0)
    end
  end

  def down; end
end
