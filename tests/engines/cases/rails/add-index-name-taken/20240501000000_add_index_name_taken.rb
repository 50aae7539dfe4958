class AddIndexNameTaken < ActiveRecord::Migration[6.1]
  def change
    add_index :orders, :status, name: "index_posts_on_title", if_not_exists: true
  end
end
