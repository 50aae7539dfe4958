class R9MembershipsWithReference < ActiveRecord::Migration[6.1]
  def change
    create_table :memberships, if_not_exists: true do |t|
      t.references :user, null: false, index: { unique: true }
      t.string :role, null: false, default: "member"
      t.timestamps
    end
  end
end
