class CreateTableIfNotExistsForeignKey < ActiveRecord::Migration[6.1]
  def change
    create_table :comments, if_not_exists: true do |t|
      t.references :post, foreign_key: true
    end
  end
end
