class R9RenameThenAddOldName < ActiveRecord::Migration[6.1]
  def change
    rename_column :posts, :body, :body_html
    add_column :posts, :body, :text
  end
end
