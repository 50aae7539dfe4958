class RlBulkChangeMysql < ActiveRecord::Migration[6.1]
  def change
    change_table :posts, bulk: true do |t|
      t.string :lang, limit: 5, null: false, default: "en"
      t.remove_index name: "index_posts_on_title"
      t.index [:lang, :title], length: { title: 50 }
    end
  end
end
