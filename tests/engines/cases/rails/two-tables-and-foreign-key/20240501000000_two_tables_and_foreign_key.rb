class TwoTablesAndForeignKey < ActiveRecord::Migration[6.1]
  def change
    create_table :teams do |t|
      t.string :name, null: false
      t.timestamps
    end
    create_table :members do |t|
      t.belongs_to :team, null: false, foreign_key: true
      t.belongs_to :user, null: false, foreign_key: { on_delete: :cascade }
      t.index %i[team_id user_id], unique: true
    end
    add_reference :posts, :team, index: true
  end
end
