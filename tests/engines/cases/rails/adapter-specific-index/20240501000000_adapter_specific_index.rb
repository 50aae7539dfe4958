class AdapterSpecificIndex < ActiveRecord::Migration[6.1]
  def up
    if ActiveRecord::Base.connection.adapter_name.downcase.include?("mysql")
      add_index :posts, :body, type: :fulltext, name: "posts_body_text"
    else
      add_index :posts, :title, name: "posts_body_text", where: "state = 0"
    end
  end

  def down
    remove_index :posts, name: "posts_body_text"
  end
end
