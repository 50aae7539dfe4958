class RlWebauthnCredentialsPlain < ActiveRecord::Migration[6.1]
  def change
    create_table :webauthn_credentials do |t|
      t.references :user, null: false, foreign_key: { on_delete: :cascade }, index: false
      t.string :external_id, null: false
      t.string :public_key, null: false
      t.bigint :sign_count, null: false, default: 0
      t.timestamps
    end
    add_index :webauthn_credentials, :external_id, unique: true
    add_index :webauthn_credentials, [:user_id, :created_at]
  end
end
