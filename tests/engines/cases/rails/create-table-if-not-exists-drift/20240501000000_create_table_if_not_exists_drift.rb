class CreateTableIfNotExistsDrift < ActiveRecord::Migration[6.1]
  def change
    create_table :comments, if_not_exists: true do |t|
      t.string :body
      t.string :slug
      t.index :slug
    end
  end
end
