class BulkChangeWithFkAndRemove < ActiveRecord::Migration[6.1]
  def change
    change_table :posts, bulk: true do |t|
      t.remove :views, type: :integer
      t.references :editor, foreign_key: { to_table: :users }
      t.string :slug
      t.index :slug, unique: true
    end
  end
end
