class GeneratedReferencePolymorphicTable < ActiveRecord::Migration[6.1]
  def change
    create_table :comments do |t|
      t.references :commentable, polymorphic: true, null: false
      t.belongs_to :author, null: false, foreign_key: { to_table: :users }
      t.text :body, null: false
      t.boolean :approved, null: false, default: false

      t.timestamps
    end
  end
end
