class EnsureSystemUserUnlessAny < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class User < ActiveRecord::Base; end

  def up
    return if User.where(email: ["system@example.com", "bot@example.com"]).exists?

    User.create!(email: "system@example.com", name: "System")
    User.create!(email: "bot@example.com", name: "Bot")
  end

  def down
    User.where(email: ["system@example.com", "bot@example.com"]).destroy_all
  end
end
