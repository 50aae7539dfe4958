class NotificationsDropAndRecreate < ActiveRecord::Migration[6.1]
  def up
    drop_table :notifications, if_exists: true
    create_table :notifications do |t|
      t.references :user, null: false
      t.string :kind, null: false, default: "info"
      t.json :payload
      t.datetime :read_at
      t.timestamps precision: 6
    end
    add_index :notifications, [:user_id, :read_at], where: "read_at IS NULL", name: "index_unread_notifications"
  end

  def down
    drop_table :notifications
  end
end
