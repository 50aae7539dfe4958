class UniqueIndexAfterLoopDedupe < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    User.group(:email).having("count(*) > 1").pluck(:email).each do |email|
      keep, *rest = User.where(email: email).order(:id).to_a
      rest.each(&:destroy)
    end
    add_index :users, :email, unique: true, if_not_exists: true
  end

  def down
    remove_index :users, :email
  end
end
