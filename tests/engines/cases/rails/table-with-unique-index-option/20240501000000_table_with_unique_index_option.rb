class TableWithUniqueIndexOption < ActiveRecord::Migration[6.1]
  def change
    create_table :api_keys do |t|
      t.string :token, null: false, index: { unique: true }
      t.references :user, foreign_key: { on_delete: :cascade }, index: { unique: true }
      t.index [:token, :user_id], name: "idx_api_keys_lookup"
      t.timestamps null: false
    end
  end
end
