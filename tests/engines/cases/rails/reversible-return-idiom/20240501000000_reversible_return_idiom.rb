class ReversibleReturnIdiom < ActiveRecord::Migration[6.1]
  def change
    reversible do |dir|
      dir.up do
        # Ensure this incremental update migration is idempotent with monolithic install migration.
        return if connection.table_exists?(:good_jobs)
      end
    end

    create_table :good_jobs do |t|
      t.text :queue_name
      t.integer :priority
    end
    add_index :good_jobs, :priority
  end
end
