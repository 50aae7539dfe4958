class PartitionedEvents < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE TABLE events (id bigserial, at date NOT NULL, kind text) PARTITION BY RANGE (at);
    SQL
    (2023..2024).each do |year|
      execute "CREATE TABLE events_#{year} PARTITION OF events FOR VALUES FROM ('#{year}-01-01') TO ('#{year + 1}-01-01')"
    end
    execute "CREATE INDEX events_at ON events (at)"
  end

  def down
    execute "DROP TABLE events"
  end
end
