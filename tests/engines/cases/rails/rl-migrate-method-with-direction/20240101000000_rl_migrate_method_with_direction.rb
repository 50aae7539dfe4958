class RlMigrateMethodWithDirection < ActiveRecord::Migration[6.1]
  def change
    reversible do |dir|
      dir.up do
        add_column :tags, :slug, :string
        select_rows("SELECT id, label FROM tags").each do |id, label|
          update "UPDATE tags SET slug = #{quote(label.to_s.parameterize)} WHERE id = #{id.to_i}"
        end
        change_column_null :tags, :slug, false
      end
      dir.down { remove_column :tags, :slug }
    end
  end
end
