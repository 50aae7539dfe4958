class ChangeTypeWithDefaultDance < ActiveRecord::Migration[6.1]
  def up
    change_column_default :posts, :state, from: 0, to: nil
    execute "ALTER TABLE posts ALTER COLUMN state TYPE varchar USING CASE state WHEN 0 THEN 'draft' ELSE 'live' END"
    change_column_default :posts, :state, from: nil, to: "draft"
  end

  def down
    change_column_default :posts, :state, from: "draft", to: nil
    execute "ALTER TABLE posts ALTER COLUMN state TYPE integer USING CASE state WHEN 'draft' THEN 0 ELSE 1 END"
    change_column_default :posts, :state, from: nil, to: 0
  end
end
