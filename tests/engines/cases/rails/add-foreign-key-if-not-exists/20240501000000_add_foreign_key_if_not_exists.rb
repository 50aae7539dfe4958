class AddForeignKeyIfNotExists < ActiveRecord::Migration[6.1]
  def change
    add_foreign_key :posts, :users, if_not_exists: true
  end
end
