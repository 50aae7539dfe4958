class Shop < ActiveRecord::Migration[6.1]
  def change
    create_table :users do |t|
      t.string :name
      t.string :email
      t.string :nickname
      t.integer :logins, default: 0
      t.datetime :created_at
    end
    create_table :posts do |t|
      t.bigint :user_id
      t.string :title
      t.text :body
      t.integer :state, default: 0
      t.integer :views
    end
    add_index :posts, :title
    create_table :plans do |t|
      t.string :name
      t.integer :price
    end
    create_table :tags do |t|
      t.string :label
    end
    add_index :tags, :label, unique: true
    create_table :orders do |t|
      t.references :user, foreign_key: true
      t.integer :total
      t.string :status
    end
  end
end
