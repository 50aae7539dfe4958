class UpdateAllConcatFiltered < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.where(state: 1).where("title NOT LIKE '%!'").update_all("title = title || '!'")
  end

  def down
  end
end
