class SelfReferenceAdded < ActiveRecord::Migration[6.1]
  def change
    add_reference :users, :manager, foreign_key: { to_table: :users }, null: true
  end
end
