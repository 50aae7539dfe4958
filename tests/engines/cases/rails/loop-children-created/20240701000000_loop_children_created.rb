class LoopChildrenCreated < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base
  end

  class Profile < ActiveRecord::Base
  end

  def up
    create_table :profiles do |t|
      t.belongs_to :user, null: false
      t.string :handle
      t.timestamps
    end

    User.find_each do |user|
      Profile.create!(user_id: user.id, handle: user.nickname)
    end
  end

  def down
    drop_table :profiles
  end
end
