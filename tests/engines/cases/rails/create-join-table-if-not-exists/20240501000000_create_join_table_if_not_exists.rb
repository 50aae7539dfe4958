class CreateJoinTableIfNotExists < ActiveRecord::Migration[6.1]
  def change
    create_join_table :posts, :tags, if_not_exists: true
  end
end
