class UuidTableWithExtension < ActiveRecord::Migration[6.1]
  def change
    enable_extension "pgcrypto" unless extension_enabled?("pgcrypto")

    create_table :sessions, id: :uuid do |t|
      t.references :user, type: :bigint, foreign_key: true
      t.jsonb :data, null: false, default: {}
      t.string :tags, array: true, default: []
      t.timestamps
    end
    add_index :sessions, :data, using: :gin
  end
end
