class DefaultBackfillThenDropDefault < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :plan, :string, default: "free", null: false unless column_exists?(:users, :plan)
    change_column_default :users, :plan, nil
    execute "UPDATE users SET plan = 'legacy' WHERE created_at IS NULL AND plan = 'free'"
  end

  def down
    remove_column :users, :plan
  end
end
