class CreateTableReferencesAndIndex < ActiveRecord::Migration[6.1]
  def change
    create_table :email_opens do |t|
      t.references :post
    end
    add_index :email_opens, :post_id
  end
end
