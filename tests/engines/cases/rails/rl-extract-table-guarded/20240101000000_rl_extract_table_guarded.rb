class RlExtractTableGuarded < ActiveRecord::Migration[6.1]
  def up
    return unless column_exists?(:posts, :body)

    unless table_exists?(:bodies)
      create_table :bodies do |t|
        t.references :post, null: false, index: { unique: true }
        t.text :content
      end
    end
    execute <<~SQL
      INSERT INTO bodies (post_id, content)
      SELECT id, body FROM posts WHERE body IS NOT NULL AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.post_id = posts.id)
    SQL
    remove_column :posts, :body
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
