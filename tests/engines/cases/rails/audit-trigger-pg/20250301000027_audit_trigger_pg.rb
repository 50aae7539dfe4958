class AuditTriggerPg < ActiveRecord::Migration[6.1]
  def up
    create_table :audits do |t|
      t.string :table_name
      t.bigint :row_id
      t.timestamp :at, default: -> { "now()" }
    end

    execute <<~SQL
      CREATE OR REPLACE FUNCTION audit_row() RETURNS trigger AS $$
      BEGIN
        INSERT INTO audits (table_name, row_id) VALUES (TG_TABLE_NAME, NEW.id);
        RETURN NEW;
      END;
      $$ LANGUAGE plpgsql;
    SQL

    %w[users orders].each do |table|
      execute "DROP TRIGGER IF EXISTS audit_#{table} ON #{table}"
      execute "CREATE TRIGGER audit_#{table} AFTER UPDATE ON #{table} FOR EACH ROW EXECUTE FUNCTION audit_row()"
    end
  end

  def down
    %w[users orders].each { |table| execute "DROP TRIGGER audit_#{table} ON #{table}" }
    execute "DROP FUNCTION audit_row()"
    drop_table :audits
  end
end
