class ChangeColumnUsing < ActiveRecord::Migration[6.1]
  def up
    change_column :posts, :title, :text, using: "lower(title)"
  end

  def down
    change_column :posts, :title, :string
  end
end
