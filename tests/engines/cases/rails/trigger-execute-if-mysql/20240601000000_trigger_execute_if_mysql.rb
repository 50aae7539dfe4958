class TriggerExecuteIfMysql < ActiveRecord::Migration[6.1]
  def up
    if connection.adapter_name.downcase.include?("mysql")
      execute "CREATE TRIGGER posts_title BEFORE INSERT ON posts FOR EACH ROW SET NEW.title = TRIM(NEW.title)"
    end
    add_column :posts, :subtitle, :string
  end

  def down
    remove_column :posts, :subtitle
    execute "DROP TRIGGER posts_title" if connection.adapter_name.downcase.include?("mysql")
  end
end
