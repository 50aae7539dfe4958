class RevertBlock < ActiveRecord::Migration[6.1]
  def change
    revert do
      create_table :tags do |t|
        t.string :label
        t.index :label, unique: true
      end
    end
  end
end
