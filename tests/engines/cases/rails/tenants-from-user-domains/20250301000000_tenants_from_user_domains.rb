class TenantsFromUserDomains < ActiveRecord::Migration[6.1]
  class MigrationUser < ApplicationRecord
    self.table_name = "users"
  end

  class MigrationTenant < ApplicationRecord
    self.table_name = "tenants"
  end

  def up
    create_table :tenants do |t|
      t.string :domain, null: false
      t.timestamps
    end
    add_column :users, :tenant_id, :bigint

    MigrationUser.reset_column_information
    MigrationUser.find_each do |user|
      domain = user.email.split("@").last
      tenant = MigrationTenant.find_or_create_by!(domain: domain)
      user.update_columns(tenant_id: tenant.id)
    end
  end

  def down
    remove_column :users, :tenant_id
    drop_table :tenants
  end
end
