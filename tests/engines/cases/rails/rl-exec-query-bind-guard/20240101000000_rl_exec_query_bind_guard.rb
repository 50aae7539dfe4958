class RlExecQueryBindGuard < ActiveRecord::Migration[6.1]
  def up
    if connection.exec_query("SELECT 1 FROM tags WHERE label = 'system'").none?
      execute "INSERT INTO tags (label) VALUES ('system')"
    end
    execute "INSERT INTO plans (name, price) SELECT 'system', 0 WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'system')" unless connection.adapter_name =~ /mysql/i
  end

  def down
    execute "DELETE FROM tags WHERE label = 'system'"
  end
end
