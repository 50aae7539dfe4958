class R8GuardAsksTableFirst < ActiveRecord::Migration[6.1]
  def up
    if table_exists?(:tags) && column_exists?(:tags, :label)
      execute "UPDATE tags SET label = 'none' WHERE label IS NULL"
    end
    drop_table :tags, if_exists: true
  end

  def down
    create_table :tags, if_not_exists: true do |t|
      t.string :label
    end
  end
end
