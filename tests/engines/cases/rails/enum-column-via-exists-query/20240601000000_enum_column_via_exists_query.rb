class EnumColumnViaExistsQuery < ActiveRecord::Migration[6.1]
  def up
    unless select_value("SELECT 1 FROM pg_type WHERE typname = 'post_visibility'")
      execute "CREATE TYPE post_visibility AS ENUM ('draft', 'public', 'hidden')"
    end
    add_column :posts, :visibility, :post_visibility, default: "draft", null: false
  end

  def down
    remove_column :posts, :visibility
    execute "DROP TYPE IF EXISTS post_visibility"
  end
end
