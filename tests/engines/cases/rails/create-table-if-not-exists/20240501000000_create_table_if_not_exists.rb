class CreateTableIfNotExists < ActiveRecord::Migration[6.1]
  def change
    create_table :comments, if_not_exists: true do |t|
      t.bigint :post_id, null: false
      t.string :body
      t.index :post_id
      t.timestamps
    end
  end
end
