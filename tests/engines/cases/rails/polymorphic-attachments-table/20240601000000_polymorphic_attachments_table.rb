class PolymorphicAttachmentsTable < ActiveRecord::Migration[6.1]
  def change
    create_table :attachments do |t|
      t.references :owner, polymorphic: true, null: false, index: { name: "idx_attachments_owner" }
      t.string :file_name, null: false
      t.timestamps
    end
    add_index :attachments, :file_name
  end
end
