class TableCommentAndOptions < ActiveRecord::Migration[6.1]
  def change
    create_table :logs, comment: "what happened", options: "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4", force: :cascade do |t|
      t.string :line, comment: "one line", null: false
      t.datetime :at, precision: 6, null: false
      t.decimal :cost, precision: 10, scale: 2
      t.binary :payload
    end
  end
end
