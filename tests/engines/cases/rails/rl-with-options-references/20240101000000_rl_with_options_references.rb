class RlWithOptionsReferences < ActiveRecord::Migration[6.1]
  def change
    create_table :messages do |t|
      t.belongs_to :sender, foreign_key: { to_table: :users }, null: false
      t.belongs_to :recipient, foreign_key: { to_table: :users }, null: false
      t.text :body
      t.datetime :read_at, index: true
      t.timestamps default: -> { "CURRENT_TIMESTAMP" }
    end
    add_reference :orders, :message, foreign_key: true, index: { where: "message_id IS NOT NULL" }
  end
end
