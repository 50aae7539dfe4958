class CreateTypeIfAbsent < ActiveRecord::Migration[6.1]
  def up
    unless select_value("SELECT 1 FROM pg_type WHERE typname = 'size'")
      execute "CREATE TYPE size AS ENUM ('s', 'm')"
    end
  end

  def down
    execute "DROP TYPE IF EXISTS size"
  end
end
