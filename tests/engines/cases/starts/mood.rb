class Mood < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE TYPE mood AS ENUM ('sad', 'ok')"
    create_table :people do |t|
      t.string :name
      t.column :mood, :mood
    end
  end

  def down
    drop_table :people
    execute "DROP TYPE mood"
  end
end
