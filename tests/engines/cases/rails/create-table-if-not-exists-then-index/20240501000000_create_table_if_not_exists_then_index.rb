class CreateTableIfNotExistsThenIndex < ActiveRecord::Migration[6.1]
  def change
    create_table :comments, if_not_exists: true do |t|
      t.string :body
    end
    add_index :comments, :body
  end
end
